// What a face finds in the realm besides the parameters that host.d.ts declares.

interface Console {
  log(...values: unknown[]): void;
  debug(...values: unknown[]): void;
  info(...values: unknown[]): void;
  warn(...values: unknown[]): void;
  error(...values: unknown[]): void;
}

declare var console: Console;

// Faces fill `exports` at run time, which the compiler cannot follow.
declare module '@ohos.*';
declare module 'application.*';
declare module '@arkts.*';
