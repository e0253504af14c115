// Which thread runs a task and when (commonlibrary_ets_utils js_concurrent_module/taskpool: task_manager.cpp, worker.cpp).
//
// A thread is a realm with modules of its own; it keeps them from task to task, as a device's pool does. A task's
// arguments are copied when it is submitted, so what the app changes afterwards does not reach it.

const { threads } = host;

/** A device has one fewer than it has processors. */
const MOST_THREADS = 3;

/**
 * @typedef {{
 *   id: number, where: {module: string, name: string}, values: unknown[], priority: number, ownThread: boolean,
 *   started: () => void, received: (values: unknown[]) => void, ended: (isResult: boolean, value: unknown) => void,
 *   cancelFlag: Int32Array, thread?: Thread,
 * }} Run
 * @typedef {{number: number, run: Run | undefined, isOwn: boolean}} Thread
 */

/** @type {Thread[]} */
const pool = [];
/** @type {Run[]} in the order in which they were submitted */
const waiting = [];
let runs = 0;

/** @param {boolean} isOwn @returns {Thread} */
function startThread(isOwn) {
  /** @type {Thread} */
  const thread = { number: threads.start('task'), run: undefined, isOwn };
  threads.listen(thread.number, (message) => hear(thread, message));
  if (!isOwn) pool.push(thread);
  return thread;
}

/** @param {Thread} thread @param {any} message */
function hear(thread, message) {
  const run = thread.run;
  if (run === undefined || message.run !== run.id) return;
  if (message.kind === 'started') run.started();
  else if (message.kind === 'data') run.received(message.values);
  else {
    if (!thread.isOwn) thread.run = undefined;
    next();
    run.ended(message.isResult, message.value);
  }
}

function next() {
  while (waiting.length > 0) {
    const free = pool.find((thread) => thread.run === undefined) ?? (pool.length < MOST_THREADS ? startThread(false) : undefined);
    if (free === undefined) return;
    let first = waiting[0];
    for (const run of waiting) if (run.priority < first.priority) first = run;
    waiting.splice(waiting.indexOf(first), 1);
    begin(free, first);
  }
}

/** @param {Thread} thread @param {Run} run */
function begin(thread, run) {
  thread.run = run;
  run.thread = thread;
  const { id, where, values, cancelFlag } = run;
  threads.post(thread.number, { kind: 'run', run: id, ...where, values, flag: cancelFlag.buffer }, true);
}

/** @param {Omit<Run, 'id' | 'cancelFlag'>} description @returns {Run} */
function submit(description) {
  runs += 1;
  const run = { ...description, id: runs, cancelFlag: new Int32Array(new SharedArrayBuffer(4)) };
  if (run.ownThread) begin(startThread(true), run);
  else {
    waiting.push(run);
    next();
  }
  return run;
}

/** @param {Run} run @returns {boolean} whether it had not begun and now never will */
function withdraw(run) {
  const at = waiting.indexOf(run);
  if (at >= 0) waiting.splice(at, 1);
  else run.cancelFlag[0] = 1;
  return at >= 0;
}

/** @param {Run} run its own thread ends, whatever it does */
function release(run) {
  if (run.thread?.isOwn) threads.end(run.thread.number);
}

exports.submit = submit;
exports.withdraw = withdraw;
exports.release = release;
exports.threadInfos = () => pool.map((thread) => ({
  tid: thread.number, taskIds: thread.run ? [thread.run.id] : [], ...(thread.run && { priority: thread.run.priority }),
}));
