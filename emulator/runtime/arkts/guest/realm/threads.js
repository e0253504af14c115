// Threads: how this realm starts others, talks to them, and, when it is itself one, what it does first.
//
// Faces see this as `host.threads`. A thread is a realm of its own with its own modules; it starts by importing the face
// of its role, which listens to the thread that started it.

/** Which system module runs a thread of a role.
 * @type {Record<string, string>} */
const ROLE_FACES = withoutPrototype({ task: '@ohos.taskpool', worker: '@ohos.worker' });
let threadNumber = 0;
let threadRole = '';
let parentThread = -1;
/** @type {Record<number, (message: any) => void>} by thread */
const listeners = create(null);

/**
 * @param {string} order
 * @param {unknown} [detail]
 * @param {unknown} [message]
 * @param {unknown} [transfers]
 * @param {unknown} [copies]
 * @returns {string}
 */
function orderThread(order, detail, message, transfers, copies) {
  let reply = BROKEN;
  try {
    reply = bridgeThread(order, detail, message, transfers, copies, virtualNow);
  } catch {
    // As in send.
  }
  return checked(reply);
}

function elapse() {
  orderThread('elapse');
}

/**
 * A message arrives: it is copied at once and heard a millisecond later.
 * @param {number} from
 * @param {unknown} message
 * @param {unknown} transfers
 * @param {unknown} copies
 * @param {number} time
 * @returns {string} why it cannot be copied, or nothing
 */
function deliver(from, message, transfers, copies, time) {
  if (time > virtualNow) virtualNow = time;
  let copy;
  try {
    copy = new Copy(transfers, copies).of(message);
  } catch (error) {
    const reason = error instanceof NotCloneable ? error.message : shownText(error, typeName(error));
    return reason === '' ? 'it cannot be copied' : reason;
  }
  const hear = () => {
    const listener = listeners[from];
    if (listener) listener(copy);
  };
  schedule(hear, 1, 0);
  return '';
}

/**
 * @param {number} number
 * @param {string} role
 * @param {number} parent
 */
function beginThread(number, role, parent) {
  threadNumber = number;
  threadRole = role;
  parentThread = parent;
  areThreads = true;
  requireSystem(ROLE_FACES[role]);
}

/**
 * The module that a worker's path names: as the calling file means it, else as any file of the program does.
 * @param {string} path as the app wrote it
 * @returns {string | undefined}
 */
function workerModule(path) {
  const caller = apply(execPattern, /\n\s*at (?:.*\()?([^()\n]+):\d+:\d+/, [here()]);
  const name = `worker:${path}`;
  const own = caller ? importsOf(caller[1])[name] : undefined;
  return own ?? importsOf('worker:')[name];
}

/** @type {Readonly<Record<string, unknown>>} */
const threads = freeze({
  get number() {
    return threadNumber;
  },
  get role() {
    return threadRole;
  },
  get parent() {
    return parentThread;
  },
  start(/** @type {string} */ role) {
    areThreads = true;
    return toNumber(orderThread('start', role));
  },
  post(/** @type {number} */ thread, /** @type {unknown} */ message, /** @type {unknown} */ transfers, /** @type {unknown} */ copies) {
    return orderThread('post', thread, message, transfers, copies);
  },
  listen(/** @type {number} */ thread, /** @type {(message: any) => void} */ listener) {
    listeners[thread] = listener;
  },
  end(/** @type {number} */ thread) {
    delete listeners[thread];
    orderThread('end', thread);
  },
  hearUncaught(/** @type {(error: unknown) => boolean} */ listener) {
    hearUncaught = listener;
  },
  observeUncaught(/** @type {(origin: string, error: unknown, promise: unknown) => boolean} */ listener) {
    observeUncaught = listener;
  },
  /** A copy within this thread; throws NotCloneable. */
  copy: (/** @type {unknown} */ message, /** @type {unknown} */ transfers, /** @type {unknown} */ copies) =>
    new Copy(transfers, copies).of(message),
  locate: concurrentFunction,
  load: requireModule,
  workerModule,
  isProxy: (/** @type {unknown} */ value) => {
    try {
      return bridgeIsProxy(value);
    } catch {
      throw new RealRangeError('Maximum call stack size exceeded');
    }
  },
  here,
});
