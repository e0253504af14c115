// What main.js hands into a realm, one function at a time, and what V8 hands to the stack formatter.

interface Bridge {
  /** `""` for a one-way message; `"!"` when the stack is too full to talk, `"!long"` when the message is too long. */
  send(waits: boolean, message: string, buffer?: ArrayBufferLike, offset?: number, length?: number): string;
  /** Copies the bytes of the last reply. */
  takeBytes(target: ArrayBuffer): string;
  /** The wrapper function of a module, made in this realm; or `"absent"`, `"syntax:…"`, `"!"`. */
  instantiate(id: string): Function | string;
  /** JSON of the module's imports. */
  importsOf(id: string): string;
  instantiateFace(name: string): Function | string;
  isPromise(value: unknown): boolean;
  isError(value: unknown): boolean;
  isProxy(value: unknown): boolean;
  /**
   * `start` (detail: the role) answers the new thread's number; `post` (detail: the thread) answers why the message cannot
   * be copied, or `""`; `end` (detail: the thread); `elapse`: let the other threads go on up to `time`.
   */
  thread(order: string, detail: unknown, message: unknown, transfers: unknown, copies: unknown, time: number): string;
}

interface CallSite {
  getFileName(): string | null | undefined;
  getFunctionName(): string | null;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
  isAsync(): boolean;
}

interface ErrorConstructor {
  isError?(value: unknown): boolean;
}
