// Virtual time and everything that reads it: Date, Intl's default date, performance, timers, asynchronous completions.

const READS_PER_MILLISECOND = 1000;
const LONGEST_DELAY = 2147483647;
let virtualNow = 0;
let startOfRealm = 0;
let reads = 0;
/** Whether there are other threads, which go on while this one reads the clock. */
let areThreads = false;

/**
 * The time, in milliseconds since 1970. Reading it often moves it, so that a loop which waits for a later time ends.
 * @returns {number}
 */
function readClock() {
  reads += 1;
  if (reads >= READS_PER_MILLISECOND) {
    reads = 0;
    virtualNow += 1;
    if (areThreads) elapse();
  }
  return virtualNow;
}

/**
 * @typedef {{due: number, order: number, run: () => void, period: number, live: boolean, id: number}} Timer
 */

/** A binary heap; an object without prototype, because app code can put setters on Array.prototype.
 * @type {Record<number, Timer>} */
const heap = create(null);
/** @type {Record<number, Timer>} */
const liveTimers = create(null);
let heapSize = 0;
let timerCount = 0;

/**
 * @param {number} left
 * @param {number} right
 * @returns {boolean}
 */
function isEarlier(left, right) {
  const a = heap[left];
  const b = heap[right];
  return a.due < b.due || (a.due === b.due && a.order < b.order);
}

/**
 * @param {number} left
 * @param {number} right
 */
function swap(left, right) {
  const kept = heap[left];
  heap[left] = heap[right];
  heap[right] = kept;
}

/** @param {Timer} timer */
function pushTimer(timer) {
  let index = heapSize++;
  heap[index] = timer;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (!isEarlier(index, parent)) break;
    swap(index, parent);
    index = parent;
  }
}

function popTimer() {
  heapSize -= 1;
  swap(0, heapSize);
  delete heap[heapSize];
  let index = 0;
  for (;;) {
    let least = index;
    for (let child = 2 * index + 1; child <= 2 * index + 2; child++) {
      if (child < heapSize && isEarlier(child, least)) least = child;
    }
    if (least === index) return;
    swap(index, least);
    index = least;
  }
}

/**
 * The earliest timer that was not cleared.
 * @returns {Timer | undefined}
 */
function earliestTimer() {
  while (heapSize > 0 && !heap[0].live) popTimer();
  return heapSize > 0 ? heap[0] : undefined;
}

/**
 * @param {unknown} delay
 * @returns {number}
 */
function wholeDelay(delay) {
  const asked = floor(toNumber(delay));
  return asked >= 1 ? min(asked, LONGEST_DELAY) : 1;
}

/**
 * @param {() => void} run
 * @param {number} delay
 * @param {number} period 0 for once
 * @returns {number}
 */
function schedule(run, delay, period) {
  const id = ++timerCount;
  const timer = { __proto__: null, due: virtualNow + delay, order: id, run, period, live: true, id };
  liveTimers[id] = timer;
  pushTimer(timer);
  return id;
}

/** @param {unknown} id */
function clearTimer(id) {
  const timer = typeof id === 'number' ? liveTimers[id] : undefined;
  if (!timer) return;
  timer.live = false;
  delete liveTimers[timer.id];
}

/**
 * Run the earliest timer that is due at `time`, if there is one.
 * @param {number} time
 * @returns {boolean} whether one ran
 */
function runDueTimer(time) {
  const timer = earliestTimer();
  if (!timer || timer.due > time) return false;
  popTimer();
  if (timer.period > 0) {
    timer.due += timer.period;
    timer.order = ++timerCount;
    pushTimer(timer);
  } else {
    timer.live = false;
    delete liveTimers[timer.id];
  }
  try {
    timer.run();
  } catch (error) {
    reportUncaught('timer', error);
  }
  return true;
}

/**
 * @param {unknown} work
 * @param {unknown} delay
 * @param {unknown[]} values
 * @param {boolean} repeats
 * @returns {number}
 */
function startTimer(work, delay, values, repeats) {
  if (typeof work !== 'function') return 0;
  const wait = wholeDelay(delay);
  return schedule(() => apply(work, undefined, values), wait, repeats ? wait : 0);
}

/**
 * Run `work` as an asynchronous completion at virtual time now + `delayMs`.
 * @template T
 * @param {() => T} work
 * @param {number} [delayMs]
 * @returns {Promise<T>}
 */
function later(work, delayMs = 1) {
  const origin = new RealError('');
  return new RealPromise((resolve, reject) => {
    const run = () => {
      try {
        resolve(work());
      } catch (error) {
        adoptOrigin(error, origin);
        reject(error);
      }
    };
    schedule(run, wholeDelay(delayMs), 0);
  });
}

/** @returns {DateConstructor} */
function virtualDate() {
  /**
   * @this {unknown}
   * @param {...any} parts
   */
  function VirtualDate(...parts) {
    if (!new.target) return new RealDate(readClock()).toString();
    return construct(RealDate, parts.length === 0 ? [readClock()] : parts, new.target);
  }
  const { prototype } = RealDate;
  const hidden = { writable: true, enumerable: false, configurable: true };
  defineProperty(VirtualDate, 'prototype', { value: prototype, writable: false });
  defineProperty(VirtualDate, 'name', { value: 'Date', configurable: true });
  defineProperty(VirtualDate, 'length', { value: 7, configurable: true });
  defineProperty(VirtualDate, 'now', { ...hidden, value: () => readClock() });
  defineProperty(VirtualDate, 'parse', { ...hidden, value: RealDate.parse });
  defineProperty(VirtualDate, 'UTC', { ...hidden, value: RealDate.UTC });
  defineProperty(prototype, 'constructor', { ...hidden, value: VirtualDate });
  return /** @type {any} */ (VirtualDate);
}

/** Intl formats "now" when it is given no date; that now must be the virtual one too. */
function virtualiseIntl() {
  const prototype = Intl.DateTimeFormat.prototype;
  const formatOf = getterOf(prototype, 'format');
  const formatToParts = prototype.formatToParts;
  defineProperty(prototype, 'format', {
    configurable: true,
    enumerable: false,
    /** @this {Intl.DateTimeFormat} */
    get() {
      const format = apply(formatOf, this, []);
      return (/** @type {unknown} */ date) => format(date === undefined ? readClock() : date);
    },
  });
  defineProperty(prototype, 'formatToParts', {
    configurable: true,
    enumerable: false,
    writable: true,
    /**
     * @this {Intl.DateTimeFormat}
     * @param {unknown} date
     */
    value(date) {
      return apply(formatToParts, this, [date === undefined ? readClock() : date]);
    },
  });
}
