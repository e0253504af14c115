/**
 * The compiler process: one JSON request a line on stdin, one JSON answer a line on stdout, until stdin ends.
 *
 * Arguments: path of typescript.js, folder for V8's code cache. Request `{kind, text}`, answer: a Translation, or
 * `{failure}` when the compiler itself stumbled.
 */
'use strict';

const nodeModule = require('node:module');

const [, , typescriptPath, codeCache] = process.argv;
nodeModule.enableCompileCache?.(codeCache);
const ts = require(typescriptPath);
const { translate } = require('./translate.cjs');

/** @param {string} line */
function answer(line) {
  const { kind, text } = JSON.parse(line);
  try {
    return translate(ts, kind, text);
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Half a surrogate pair, which a specifier may hold by an escape, is not JSON text that everyone reads.
 * @param {string} _name
 * @param {unknown} value
 */
function wellFormed(_name, value) {
  return typeof value === 'string' ? value.replace(/\p{Surrogate}/gu, '\ufffd') : value;
}

// Not node:readline, which also ends lines at U+2028, a character that JSON leaves as it is.
/** @type {Buffer[]} */ let parts = [];
process.stdin.on('data', (chunk) => {
  let rest = chunk;
  for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
    const line = Buffer.concat([...parts, rest.subarray(0, end)]).toString('utf8');
    parts = [];
    rest = rest.subarray(end + 1);
    process.stdout.write(`${JSON.stringify(answer(line), wellFormed)}\n`);
  }
  if (rest.length > 0) parts.push(rest);
});
