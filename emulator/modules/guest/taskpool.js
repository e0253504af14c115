// @ohos.taskpool: functions that run in other threads (commonlibrary_ets_utils js_concurrent_module/taskpool; interface_sdk-js
// api/@ohos.taskpool.d.ts). What may be executed how is task.cpp:CanExecute and its sisters.

const { businessError } = require('@ohos.internal.arguments');
const { submit, withdraw, release, threadInfos } = require('@ohos.internal.task-scheduler');
const { isCanceled, sendData, serializationError } = require('@ohos.internal.task-thread');

const { threads } = host;
const Priority = Object.freeze({ HIGH: 0, MEDIUM: 1, LOW: 2, IDLE: 3, USER_INTERACTION: 4, DEADLINE_REQUEST: 5 });
const State = Object.freeze({ WAITING: 1, RUNNING: 2, CANCELED: 3 });

/** @type {Record<number, string>} */
const MESSAGES = {
  401: 'Parameter error. The input parameters are invalid, ',
  10200014: 'The function is not marked as concurrent, ',
  10200015: 'The task to cancel does not exist, ',
  10200018: 'The task group to cancel does not exist, ',
  10200024: 'The callback is not registered on the host side',
  10200025: 'Add dependent task to SequenceRunner, ',
  10200026: 'There is a circular dependency',
  10200027: 'The dependency does not exist, ',
  10200029: 'An ArrayBuffer cannot be set as both a transfer list and a clone list',
  10200034: 'The executed task does not support the registration of listeners.',
  10200050: 'The concurrent task has been executed and cannot be executed periodically.',
  10200051: 'The periodic task cannot be executed again, ',
  10200052: 'The periodic task cannot have a dependency.',
  10200054: 'The asyncRunner task is discarded.',
  10200055: 'The asyncRunner task has been canceled.',
  10200056: 'The task has been executed by AsyncRunner.',
  10200057: 'The task cannot be executed by two APIs, ',
  10200058: 'Task timed out.',
};

/** @param {number} code @param {string} [detail] @param {unknown} [data] */
const failure = (code, detail = '', data = undefined) => businessError(code, (MESSAGES[code] ?? '') + detail, data);
/** @param {string} detail */
const parameterError = (detail) => failure(401, detail);

/** @type {Map<number, Task>} */
const known = new Map();
let tasks = 0;

/**
 * How a task was executed; `undefined` until it is. A task that one of these owns cannot be executed by another.
 * @typedef {'common' | 'periodic' | 'group' | 'sequence' | 'runner'} Owner
 */

class Task {
  /** @type {Owner | undefined} */ #owner;
  /** @type {'new' | 'delayed' | 'waiting' | 'running' | 'canceled' | 'finished'} */ #state = 'new';
  /** @type {any} */ #run;
  /** @type {((error: unknown) => void) | undefined} */ #reject;
  /** @type {Set<Task>} */ #dependsOn = new Set();
  /** @type {Set<Task>} */ #dependents = new Set();
  /** @type {(() => void)[]} */ #whenDone = [];
  /** @type {Record<string, Function | undefined>} */ #listeners = {};
  /** @type {unknown} */ #transfers = true;
  /** @type {unknown} */ #copies;
  #executions = 0;
  #begun = 0;
  #timeout = false;

  /** @param {any[]} values an optional name, the function, its arguments */
  constructor(...values) {
    const name = typeof values[0] === 'string' ? values.shift() : undefined;
    const [work, ...args] = values;
    if (typeof work !== 'function') throw parameterError('the first or second param of task must be function.');
    tasks += 1;
    this.function = work;
    this.arguments = args;
    this.name = name ?? work.name;
    this.taskId = tasks;
    this.totalDuration = 0;
    this.cpuDuration = 0;
    this.ioDuration = 0;
    known.set(this.taskId, this);
  }

  static isCanceled() { return isCanceled(); }
  /** @param {unknown[]} values */
  static sendData(...values) { sendData(...values); }

  get state() { return this.#state; }
  get owner() { return this.#owner; }
  get hasDependency() { return this.#dependsOn.size > 0 || this.#dependents.size > 0; }
  get wasExecuted() { return this.#executions > 0; }
  get isLong() { return this instanceof LongTask; }
  isDone() { return this.#state === 'finished'; }

  /** @param {unknown[]} [buffers] */
  setTransferList(buffers = []) {
    if (this.#copies !== undefined) throw failure(10200029);
    if (!Array.isArray(buffers)) throw parameterError('the type of transferList must be array.');
    this.#transfers = buffers;
  }

  /** @param {unknown[]} values */
  setCloneList(values) {
    if (this.#transfers !== true) throw failure(10200029);
    if (!Array.isArray(values)) throw parameterError('the type of cloneList must be array.');
    this.#copies = values;
  }

  /** @param {Function} [callback] */
  onReceiveData(callback) {
    if (callback !== undefined && typeof callback !== 'function') throw parameterError('the type of onReceiveData must be function.');
    this.#listeners.data = callback;
  }

  /** @param {string} event @param {unknown} callback */
  #listen(event, callback) {
    if (typeof callback !== 'function') throw parameterError('the type of the callback must be function.');
    if (this.#executions > 0) throw failure(10200034);
    this.#listeners[event] = callback;
  }

  /** @param {Function} callback */
  onEnqueued(callback) { this.#listen('enqueued', callback); }
  /** @param {Function} callback */
  onStartExecution(callback) { this.#listen('started', callback); }
  /** @param {Function} callback */
  onExecutionFailed(callback) { this.#listen('failed', callback); }
  /** @param {Function} callback */
  onExecutionSucceeded(callback) { this.#listen('succeeded', callback); }

  /** @param {Task[]} others */
  addDependency(...others) {
    this.#mayDepend('addDependency', others);
    for (const other of others) {
      if (other === this || other.#reaches(this)) throw failure(10200026);
      if (other.#owner === 'periodic') throw failure(10200052);
      if (other.#owner === 'runner') throw failure(10200056);
      if (other.#owner !== undefined) throw parameterError('seqRunnerTask, groupTask or executedTask cannot be relied on.');
      this.#dependsOn.add(other);
      other.#dependents.add(this);
    }
  }

  /** @param {Task[]} others */
  removeDependency(...others) {
    this.#mayDepend('removeDependency', others);
    for (const other of others) {
      if (!this.#dependsOn.delete(other)) throw failure(10200027);
      other.#dependents.delete(this);
    }
  }

  /** @param {string} what @param {unknown[]} others */
  #mayDepend(what, others) {
    if (others.length === 0) throw parameterError(`${what} has no params.`);
    if (!others.every((other) => other instanceof Task)) throw parameterError(`the type of the ${what} param must be task.`);
    if (this.#owner === 'periodic') throw failure(10200052);
    if (this.#owner === 'runner') throw failure(10200056);
    if (this.#owner !== undefined) throw parameterError(`seqRunnerTask, groupTask or executedTask cannot call ${what}.`);
  }

  /** @param {Task} wanted @returns {boolean} */
  #reaches(wanted) {
    return this.#dependsOn.has(wanted) || [...this.#dependsOn].some((task) => task.#reaches(wanted));
  }

  /** Refuse what may not be executed this way; then it belongs to `owner`. @param {Owner} owner */
  claim(owner) {
    const had = this.#owner;
    if (this.#timeout) throw failure(10200057, 'the timeout task cannot be executed again.');
    if (had === 'runner' && owner !== 'runner') throw failure(10200057, 'AsyncRunnerTask cannot execute outside.');
    if (owner === 'periodic' ? this.#executions > 0 || had !== undefined : had === 'periodic') {
      throw failure(owner === 'periodic' ? 10200050 : 10200051, owner === 'periodic' ? '' : 'the periodicTask cannot execute again');
    }
    if (had === 'group' || had === 'sequence') throw parameterError(`${had === 'group' ? 'group' : 'seqRunner'}Task cannot execute outside`);
    if (this.isLong && this.#executions > 0) throw parameterError('The long task can only be executed once');
    if (had === 'common' && this.hasDependency) throw parameterError('executedTask with dependency cannot execute again');
    if (owner === 'sequence' && this.hasDependency) throw failure(10200025, 'dependent task not allowed.');
    if ((owner === 'group' || owner === 'periodic') && this.hasDependency) throw parameterError('dependent task not allowed.');
    if (owner === 'group' && this.isLong) throw parameterError('The interface does not support the long task');
    if ((owner === 'sequence' || owner === 'group') && had !== undefined) throw parameterError(`${owner} cannot execute executedTask`);
    if (owner === 'runner' && had !== undefined && had !== 'runner') throw failure(10200057, 'AsyncRunner cannot execute executedTask.');
    this.#owner = owner;
  }

  /** The function's place and the copied arguments; throws when there are none. */
  prepare() {
    const where = threads.locate(this.function);
    if (where === undefined) {
      throw failure(10200014, `taskpool: failed to serialize function.\nSerialize error: ${this.function.name || 'it'} is not concurrent`);
    }
    try {
      return { where, values: threads.copy(this.arguments, this.#transfers, this.#copies) };
    } catch (error) {
      throw serializationError('arguments', error instanceof Error ? error.message : String(error));
    }
  }

  /**
   * One execution. `prepared` was made when the app asked for it.
   * @param {{where: any, values: unknown[]}} prepared @param {number} priority @returns {Promise<unknown>}
   */
  perform(prepared, priority) {
    this.#executions += 1;
    this.#state = 'waiting';
    this.#tell('enqueued');
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      const begin = () => {
        if (this.#state === 'canceled') return;
        this.#run = submit({
          ...prepared, priority, ownThread: this.isLong,
          started: () => {
            this.#begun = host.now();
            if (this.#state === 'waiting') this.#state = 'running';
            this.#tell('started');
          },
          received: (values) => this.#listeners.data?.(...values),
          ended: (isResult, value) => this.#end(isResult, value, resolve, reject),
        });
      };
      const open = [...this.#dependsOn].filter((task) => !task.isDone());
      let left = open.length;
      if (left === 0) begin();
      for (const task of open) task.#whenDone.push(() => { left -= 1; if (left === 0) begin(); });
    });
  }

  /** @param {boolean} isResult @param {any} value @param {(value: any) => void} resolve @param {(error: unknown) => void} reject */
  #end(isResult, value, resolve, reject) {
    this.totalDuration = this.cpuDuration = host.now() - this.#begun;
    const canceled = this.#state === 'canceled';
    this.#finish();
    if (canceled) reject(failure(0, 'taskpool:: task has been canceled', isResult ? { result: value } : { error: value }));
    else if (isResult) resolve(value);
    else reject(value);
    if (isResult && !canceled) this.#tell('succeeded');
    else this.#tell('failed', value);
  }

  #finish() {
    this.#state = 'finished';
    const waiting = this.#whenDone;
    this.#whenDone = [];
    for (const go of waiting) go();
  }

  /** @param {string} event @param {unknown[]} values */
  #tell(event, ...values) { this.#listeners[event]?.(...values); }

  /** @param {number} delay @param {number} priority @returns {Promise<unknown>} */
  performLater(delay, priority) {
    this.#state = 'delayed';
    this.#executions += 1;
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      setTimeout(() => {
        if (this.#state === 'canceled') return;
        try {
          this.perform(this.prepare(), priority).then(resolve, reject);
        } catch (error) {
          reject(error);
        }
      }, delay);
    });
  }

  /** @param {number} period @param {number} priority */
  performPeriodically(period, priority) {
    const once = () => {
      if (this.#state === 'canceled') clearInterval(beat);
      else this.perform(this.prepare(), priority).catch(() => {});
    };
    const beat = setInterval(once, period);
    setTimeout(once, 0);
  }

  /** @param {number} timeout */
  limit(timeout) {
    this.#timeout = true;
    setTimeout(() => {
      if (this.#state !== 'waiting' && this.#state !== 'running') return;
      this.#state = 'canceled';
      if (this.#run) withdraw(this.#run);
      this.#reject?.(failure(10200058));
    }, timeout);
  }

  cancel() {
    if (this.#state === 'canceled') return;
    if (this.#owner === 'periodic') {
      this.#state = 'canceled';
      return;
    }
    if (this.#state === 'new' && this.#owner !== 'sequence' && this.#owner !== 'runner') throw failure(10200015, 'taskpool:: task is not executed or has been executed');
    if (this.#state === 'finished') throw failure(10200015, 'taskpool:: task is not executed or has been executed');
    const begun = this.#state === 'running';
    this.#state = 'canceled';
    if (this.#run === undefined || withdraw(this.#run)) {
      if (this.#owner === 'runner') this.#reject?.(failure(10200055));
      else this.#reject?.(failure(0, `taskpool:: ${this.#owner === 'sequence' ? 'sequenceRunner ' : ''}task has been canceled`));
      if (!begun) for (const go of this.#whenDone.splice(0)) go();
    }
  }

  /** @param {(error: unknown) => void} reject whom a cancellation before the start concerns */
  await(reject) { this.#reject = reject; }

  terminate() { if (this.#run) release(this.#run); }
}

class LongTask extends Task {}
class GenericsTask extends Task {}

class TaskGroup {
  /** @type {Task[]} */ #tasks = [];
  #state = 'new';
  /** @type {((error: unknown) => void) | undefined} */ #reject;

  /** @param {string} [name] */
  constructor(name = '') {
    if (typeof name !== 'string') throw parameterError('the first param of TaskGroup must be string.');
    this.name = name;
  }

  /** @param {any[]} values a task, or a function and its arguments */
  addTask(...values) {
    const task = values[0] instanceof Task ? values[0] : new Task(...values);
    if (threads.locate(task.function) === undefined) throw failure(10200014, 'it is not concurrent');
    task.claim('group');
    this.#tasks.push(task);
  }

  /** @param {number} priority @returns {Promise<unknown[]>} */
  perform(priority) {
    this.#state = 'running';
    const all = this.#tasks.map((task) => task.perform(task.prepare(), priority));
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      Promise.all(all).then(resolve, reject).finally(() => { if (this.#state === 'running') this.#state = 'finished'; });
    });
  }

  cancel() {
    if (this.#state === 'canceled') return;
    if (this.#state !== 'running') throw failure(10200018, 'taskpool:: taskGroup is not executed or has been executed');
    this.#state = 'canceled';
    this.#reject?.(failure(0, 'taskpool:: taskGroup has been canceled'));
    for (const task of this.#tasks) if (!task.isDone()) task.cancel();
  }
}

/** @type {Map<string, {last: Promise<unknown>}>} queues of SequenceRunners by name */
const sequences = new Map();

class SequenceRunner {
  #priority;
  #queue;

  /** @param {any} [first] a name or the priority @param {any} [second] */
  constructor(first, second) {
    const name = typeof first === 'string' ? first : undefined;
    this.#priority = checkedPriority(name === undefined ? first : second);
    this.#queue = (name !== undefined && sequences.get(name)) || { last: Promise.resolve() };
    if (name !== undefined) sequences.set(name, this.#queue);
  }

  /** @param {Task} task */
  execute(task) {
    if (!(task instanceof Task)) throw parameterError('the type of the params must be task.');
    task.claim('sequence');
    const prepared = task.prepare();
    const before = this.#queue.last;
    const result = new Promise((resolve, reject) => {
      task.await(reject);
      before.then(() => (task.state === 'canceled' ? undefined : task.perform(prepared, this.#priority).then(resolve, reject)));
    });
    this.#queue.last = result.then(() => {}, () => {});
    return result;
  }
}

/** @type {Map<string, {running: number, waiting: any[]}>} */
const runners = new Map();

class AsyncRunner {
  #running;
  #waiting;
  #queue;

  /** @param {any[]} values an optional name, how many run at once, how many may wait (0: any number) */
  constructor(...values) {
    const name = typeof values[0] === 'string' ? values.shift() : undefined;
    const [running, waiting = 0] = values;
    if (!Number.isInteger(running) || running < 1) throw parameterError('the runningCapacity must be greater than or equal to 1.');
    if (!Number.isInteger(waiting) || waiting < 0) throw parameterError('the waitingCapacity must be greater than or equal to 0.');
    this.#running = running;
    this.#waiting = waiting;
    this.#queue = (name !== undefined && runners.get(name)) || { running: 0, waiting: [] };
    if (name !== undefined) runners.set(name, this.#queue);
  }

  /** @param {Task} task @param {number} [priority] @returns {Promise<unknown>} */
  execute(task, priority) {
    if (!(task instanceof Task)) throw parameterError('the type of the first param must be task.');
    if (task.hasDependency) throw failure(10200025, 'dependent task not allowed.');
    const level = checkedPriority(priority);
    task.claim('runner');
    const prepared = task.prepare();
    return new Promise((resolve, reject) => {
      task.await(reject);
      this.#queue.waiting.push({ task, prepared, level, resolve, reject });
      this.#go();
      if (this.#waiting > 0 && this.#queue.waiting.length > this.#waiting) this.#queue.waiting.shift().reject(failure(10200054));
    });
  }

  #go() {
    while (this.#queue.running < this.#running && this.#queue.waiting.length > 0) {
      const { task, prepared, level, resolve, reject } = this.#queue.waiting.shift();
      if (task.state === 'canceled') continue;
      this.#queue.running += 1;
      task.perform(prepared, level).then(resolve, reject).finally(() => { this.#queue.running -= 1; this.#go(); });
    }
  }
}

/** @param {any} priority @returns {number} */
function checkedPriority(priority = Priority.MEDIUM) {
  if (!Number.isInteger(priority) || priority < Priority.HIGH || priority > Priority.IDLE) throw parameterError('the value of the priority is invalid.');
  return priority;
}

/** @param {any} target @param {any[]} rest the arguments of a function; or a priority or configuration @returns {Promise<any>} */
function execute(target, ...rest) {
  if (typeof target === 'function') {
    const task = new Task(target, ...rest);
    task.claim('common');
    return task.perform(task.prepare(), Priority.MEDIUM);
  }
  const settings = typeof rest[0] === 'object' && rest[0] !== null ? rest[0] : { priority: rest[0] };
  const priority = checkedPriority(settings.priority);
  if (target instanceof TaskGroup) return target.perform(priority);
  if (!(target instanceof Task)) throw parameterError("the type of execute's first param must be task.");
  target.claim('common');
  const result = target.perform(target.prepare(), priority);
  if (settings.timeout > 0) target.limit(settings.timeout);
  return result;
}

/** @param {any} time @param {any} task @param {any} priority @param {string} name */
function timed(time, task, priority, name) {
  if (typeof time !== 'number') throw parameterError(`the type of ${name}'s first param must be number.`);
  if (time < 0) throw failure(10200028, `The ${name === 'executeDelayed' ? 'delayTime' : 'period value'} is less than zero`);
  if (!(task instanceof Task)) throw parameterError(`the type of ${name}'s second param must be task.`);
  return checkedPriority(priority);
}

/** @param {any} time @param {any} task @param {any} [priority] */
function executeDelayed(time, task, priority) {
  const level = timed(time, task, priority, 'executeDelayed');
  task.claim('common');
  return task.performLater(time, level);
}

/** @param {any} period @param {any} task @param {any} [priority] */
function executePeriodically(period, task, priority) {
  const level = timed(period, task, priority, 'executePeriodically');
  task.claim('periodic');
  task.prepare();
  task.performPeriodically(period, level);
}

/** @param {any} target a task, its number, or a group */
function cancel(target) {
  if (target instanceof TaskGroup) return target.cancel();
  const task = typeof target === 'number' ? known.get(target) : target;
  if (task === undefined) throw failure(10200015, 'taskpool:: the task may not exist');
  if (!(task instanceof Task)) throw parameterError("the type of the cancel's first param must be object.");
  return task.cancel();
}

/** @param {any} task */
function terminateTask(task) {
  if (!(task instanceof LongTask)) throw parameterError("the type of terminateTask's params must be long task.");
  task.terminate();
}

/** @param {unknown} work */
function isConcurrent(work) {
  if (typeof work !== 'function') throw parameterError("the type of isConcurrent's param must be function.");
  return threads.locate(work) !== undefined;
}

function getTaskPoolInfo() {
  /** @type {Record<string, number>} */
  const shown = { waiting: State.WAITING, running: State.RUNNING, canceled: State.CANCELED };
  const taskInfos = [...known.values()].filter((task) => shown[task.state] !== undefined)
    .map((task) => ({ taskId: task.taskId, name: task.name, state: shown[task.state], duration: task.totalDuration }));
  return { threadInfos: threadInfos(), taskInfos };
}

/** @param {number} taskId @param {string} [name] */
function getTask(taskId, name) {
  if (typeof taskId !== 'number') throw parameterError("the type of getTask's first param must be number.");
  const task = known.get(taskId);
  return name === undefined || task?.name === name ? task : undefined;
}

/** @type {Record<string, any>} */
const members = {
  Priority, State, Task, LongTask, GenericsTask, TaskGroup, SequenceRunner, AsyncRunner, execute, executeDelayed,
  executePeriodically, cancel, terminateTask, isConcurrent, getTaskPoolInfo, getTask,
};
Object.assign(exports, members);
exports.default = members;
