// The thread's side of the task pool: runs one task at a time (commonlibrary_ets_utils
// js_concurrent_module/taskpool/worker.cpp:PerformTask).

const { businessError } = require('@ohos.internal.arguments');

const { threads } = host;
const SERIALIZATION = 10200006;
const NOT_REGISTERED_THREAD = 10200022;

/** @type {{run: number, flag: Int32Array} | undefined} */
let present;

/** @param {string} what @param {string} reason */
const serializationError = (what, reason) =>
  businessError(SERIALIZATION, `An exception occurred during serialization, taskpool: failed to serialize ${what}.\nSerialize error: ${reason}`);

/** @param {number} run @param {boolean} isResult @param {unknown} value */
function end(run, isResult, value) {
  const reason = threads.post(threads.parent, { kind: 'done', run, isResult, value }, true);
  present = undefined;
  if (reason !== '') threads.post(threads.parent, { kind: 'done', run, isResult: false, value: serializationError('result', reason) });
}

/** @param {any} message */
function perform({ run, module, name, values, flag }) {
  present = { run, flag: new Int32Array(flag) };
  threads.post(threads.parent, { kind: 'started', run });
  let result;
  try {
    result = threads.load(module).__concurrent[name](...values);
  } catch (error) {
    end(run, false, error);
    return;
  }
  if (result instanceof Promise) result.then((value) => end(run, true, value), (error) => end(run, false, error));
  else end(run, true, result);
}

if (threads.role === 'task') threads.listen(threads.parent, perform);

exports.isCanceled = () => present !== undefined && Atomics.load(present.flag, 0) !== 0;

/** @param {unknown[]} values */
exports.sendData = (...values) => {
  if (present === undefined) throw businessError(NOT_REGISTERED_THREAD, 'The function is not called in the TaskPool thread');
  const reason = threads.post(threads.parent, { kind: 'data', run: present.run, values }, true);
  if (reason !== '') throw serializationError('data', reason);
};

exports.serializationError = serializationError;
