// The parameters of a face: emulator/modules/guest/<name>.js is the body of a function of
// (exports, require, module, host), evaluated inside the realm of the extension.

/** JSON values, and in the last argument bytes. */
type HostArgument = unknown;

interface HostReply {
  value: any;
  data: Uint8Array;
}

interface BusinessErrorType extends Error {
  /** The number that the module's documentation gives. Enumerable, so that JSON.stringify(error) shows it. */
  code: number;
  data?: unknown;
}

interface Host {
  /**
   * Call a host function of the Python side and wait for it. Answers its JSON value, a Uint8Array when it answered
   * bytes, a HostReply when it answered a Reply. Throws BusinessError. A trailing ArrayBuffer or view travels as bytes.
   */
  call(name: string, ...values: HostArgument[]): any;
  /**
   * Run `work` as an asynchronous completion at virtual time now + `delayMs` (at least 1, the default). An error that it
   * throws gets the app's frames of this call.
   */
  later<T>(work: () => T, delayMs?: number): Promise<T>;
  /**
   * The asynchronous forms of a system function with `argumentCount` declared arguments before the callback: when
   * `values[argumentCount]`, or else the last value, is a function, it is called later with (error) or (undefined, data)
   * and nothing is returned; otherwise a Promise is. `delayMs` as in `later`.
   */
  threeForms(values: ArrayLike<any>, argumentCount: number, work: () => any, delayMs?: number): Promise<any> | undefined;
  /** Virtual milliseconds since 1970. */
  now(): number;
  /**
   * May be read, extended and passed around; a call or conversion throws and is recorded, and so does a construction
   * unless it happens while the app's modules are evaluated: then what it makes may be passed around as well.
   * `members` are the parts of it that are there.
   */
  notEmulated(capability: string, members?: Record<string, unknown>): any;
  readonly BusinessError: new (code: number, message: string) => BusinessErrorType;
  readonly environment: Readonly<{
    bundleName: string;
    moduleName: string;
    extensionName: string;
    processName: string;
    user: number;
    appIndex: number;
    api: number;
    locale: string;
    timezone: string;
  }>;
  readonly threads: HostThreads;
  /** From 0 up to 1, seeded by the device. */
  random(): number;
  /** A log line; `text` as the device prints it, `raw` with private values shown. */
  log(level: 'debug' | 'info' | 'warn' | 'error' | 'fatal', domain: string, tag: string, text: string, raw?: string): void;
}

/** Other threads of the process: realms of their own that take messages (runtime/arkts/guest/realm/threads.js). */
interface HostThreads {
  /** 0 in the extension's own thread. */
  readonly number: number;
  /** `task` or `worker`; empty in the extension's own thread. */
  readonly role: string;
  /** The thread that started this one. */
  readonly parent: number;
  /** Start a thread, which imports the module of its role. */
  start(role: 'task' | 'worker'): number;
  /**
   * Send a copy. `transfers`: the ArrayBuffers that move, true for all; `copies`: what is copied although it would be
   * shared or move with all, true for everything. Answers why it cannot be copied, or an empty text.
   */
  post(thread: number, message: unknown, transfers?: unknown, copies?: unknown): string;
  listen(thread: number, listener: (message: any) => void): void;
  /** End a thread and all that it started; what it had under way is lost. */
  end(thread: number): void;
  /** Errors that nobody caught in this thread; answers whether somebody was told. */
  hearUncaught(listener: (error: any) => boolean): void;
  /** The app's own observers of errors that nobody caught in this thread; answers whether there was one for it. */
  observeUncaught(listener: (origin: 'throw' | 'rejection' | 'timer', error: any, promise: any) => boolean): void;
  /** A copy within this thread, as `post` makes one; throws an Error with the reason. */
  copy(message: unknown, transfers?: unknown, copies?: unknown): any;
  /** Where a `@Concurrent` function of the program stands. */
  locate(work: Function): { module: string; name: string } | undefined;
  /** The exports of a module of the program, in this thread. */
  load(module: string): any;
  /** The module that a worker's path names; undefined when the app has no such file. */
  workerModule(path: string): string | undefined;
  isProxy(value: unknown): boolean;
  /** The app's frames at this moment, as `error.stack` shows them. */
  here(): string;
}

declare const host: Host;
declare var exports: any;
/** `seen` is what an app sees instead of `exports`: set by the end that the registry adds to a face. */
declare var module: { exports: any; seen?: any };
/** Another system module, by its full name (`@ohos.file.fs`); with `asApp` as an app on this device sees it. */
declare function require(name: string, asApp?: boolean): any;

/** Virtual timers and the app's console; the realm has no other globals than ECMAScript's. */
declare function setTimeout(work: (...values: any[]) => void, delay?: number, ...values: any[]): number;
declare function setInterval(work: (...values: any[]) => void, delay?: number, ...values: any[]): number;
declare function clearTimeout(id?: number): void;
declare function clearInterval(id?: number): void;
declare function queueMicrotask(work: () => void): void;
declare function requireNapi(name: string): any;
declare const console: Record<'debug' | 'log' | 'info' | 'warn' | 'error', (...values: any[]) => void>;
