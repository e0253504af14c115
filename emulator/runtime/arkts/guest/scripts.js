'use strict';

// Compiled scripts, kept for the life of the process; and why no script can reach Node.js by `import()`.

const vm = require('node:vm');

/** @type {Map<string, vm.Script | string>} */
const scripts = new Map();

/** A debugger's source maps count from the first line that it sees, which is the wrapper's (debug/maps.py). */
const BEFORE_CODE = process.argv[2] === 'debugged' ? 0 : -1;

const MODULE = ['(function (exports, require, module, dynimp) { "use strict"; {\n', '\n}})'];
const FACE = ['(function (exports, require, module, host) { "use strict"; {\n', '\n}})'];

/**
 * @param {string} id script name in stack traces
 * @param {string} digest of `code`
 * @param {string} code body of a function of (exports, require, module)
 * @returns {vm.Script | string} a script whose value is that function, or `syntax:` and a message
 */
function compileModule(id, digest, code) {
  return compile(MODULE, id, digest, code);
}

/**
 * @param {string} id
 * @param {string} digest
 * @param {string} code body of a function of (exports, require, module, host)
 * @returns {vm.Script | string}
 */
function compileFace(id, digest, code) {
  return compile(FACE, id, digest, code);
}

/**
 * @param {string[]} wrapper
 * @param {string} id
 * @param {string} digest
 * @param {string} code
 * @returns {vm.Script | string}
 */
function compile(wrapper, id, digest, code) {
  const key = `${wrapper[0]}${id}\n${digest}`;
  let script = scripts.get(key);
  if (script === undefined) {
    try {
      const text = wrapper[0] + withoutDynamicImport(wrapper, code) + wrapper[1];
      script = new vm.Script(text, { filename: id, lineOffset: BEFORE_CODE });
    } catch (error) {
      script = `syntax:${error instanceof Error ? error.message : error}`;
    }
    scripts.set(key, script);
  }
  return script;
}

/**
 * A kept `import()` rejects with an error of Node.js's own realm, so it becomes a call of `dynimp` (as long as
 * `import`: columns stay). V8 itself says whether an occurrence is such a call: code is what cannot hold a `@`, and a
 * call is what may as well be `(0)(…)`; a method named `import` may not.
 * @param {string[]} wrapper
 * @param {string} code
 * @returns {string}
 */
function withoutDynamicImport(wrapper, code) {
  const found = [...code.matchAll(/import(?=\s*(?:\(|\/[*/]|\.))/g)].map((match) => match.index);
  if (found.length === 0 || !parses(wrapper, code)) return code;
  let safe = code;
  for (const index of found) {
    const before = code.slice(0, index);
    const after = code.slice(index + 'import'.length);
    if (!parses(wrapper, `${before}@${after}`) && parses(wrapper, `${before}(0)${after}`)) {
      safe = `${safe.slice(0, index)}dynimp${safe.slice(index + 'import'.length)}`;
    }
  }
  return safe;
}

/**
 * @param {string[]} wrapper
 * @param {string} code
 * @returns {boolean}
 */
function parses(wrapper, code) {
  try {
    new vm.Script(wrapper[0] + code + wrapper[1]);
    return true;
  } catch {
    return false;
  }
}

/** How many characters stand before the code of a module in its script. */
const MODULE_START = MODULE[0].length;

module.exports = { MODULE_START, compileFace, compileModule };
