'use strict';

// Which parts of the app's compiled scripts ran, as V8 counts them: whole functions and the blocks inside them.

const { Session } = require('node:inspector');

/**
 * @typedef {{startOffset: number, endOffset: number, count: number}} Range
 * @typedef {{url: string, functions: {ranges: Range[]}[]}} CoveredScript
 */

class Coverage {
  #session = new Session();

  /** Before any script of an app is compiled, or V8 cannot count its blocks. */
  constructor() {
    this.#session.connect();
    this.#post('Profiler.enable');
    this.#post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /**
   * What ran since the last time. For each script whose name `wanted` knows: start, end and 1 or 0 of every range, outer
   * ranges before those inside them, counted from `start` characters into the script.
   * @param {(name: string) => boolean} wanted
   * @param {number} start
   * @returns {string} JSON
   */
  take(wanted, start) {
    /** @type {[string, number[]][]} */
    const found = [];
    for (const script of this.#post('Profiler.takePreciseCoverage').result) {
      if (!wanted(script.url)) continue;
      const flat = [];
      let ran = false;
      for (const { ranges } of script.functions) {
        for (const range of ranges) {
          flat.push(Math.max(range.startOffset - start, 0), Math.max(range.endOffset - start, 0), range.count > 0 ? 1 : 0);
          ran ||= range.count > 0;
        }
      }
      if (ran) found.push([script.url, flat]);
    }
    return JSON.stringify(found);
  }

  /**
   * The session is of this very thread, so the answer is there when `post` returns.
   * @param {string} method
   * @param {object} [parameters]
   * @returns {{result: CoveredScript[]}}
   */
  #post(method, parameters) {
    /** @type {any} */
    let answer;
    this.#session.post(method, parameters, (error, result) => {
      if (error) throw error;
      answer = result;
    });
    return answer;
  }
}

module.exports = { Coverage };
