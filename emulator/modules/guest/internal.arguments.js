// Argument rules that the file modules share (filemanagement_file_api utils/filemgmt_libn n_val.cpp, n_func_arg.cpp).

const INVALID_ARGUMENT = 13900020;

/** @param {number} code @param {string} message @param {unknown} [data] */
function businessError(code, message, data) {
  const error = new host.BusinessError(code, message);
  error.code = code;
  if (data !== undefined) error.data = data;
  return error;
}

/** @param {string} [detail] */
function invalid(detail) {
  return businessError(INVALID_ARGUMENT, detail ? `Invalid argument. ${detail}` : 'Invalid argument');
}

/** @param {unknown} value a function in the place of an option counts as absent */
const absent = (value) => value === undefined || typeof value === 'function';

/** @param {unknown} value @param {string} [detail] @returns {string} */
function path(value, detail) {
  if (typeof value !== 'string' || value.includes('\0')) throw invalid(detail);
  return value.toWellFormed();
}

/** @param {unknown} value @param {number} [otherwise] value of an absent argument; without it the argument must be there */
function int32(value, otherwise) {
  if (otherwise !== undefined && absent(value)) return otherwise;
  if (typeof value !== 'number') throw invalid();
  return value | 0;
}

/** @param {unknown} value @param {number} [otherwise] */
function int64(value, otherwise) {
  if (otherwise !== undefined && absent(value)) return otherwise;
  if (typeof value !== 'number') throw invalid();
  return Number.isFinite(value) ? Math.trunc(value) : 0;
}

/** @param {unknown} value @param {string} [detail] */
function descriptor(value, detail) {
  if (typeof value !== 'number' || (value | 0) < 0) throw invalid(detail);
  return value | 0;
}

/** @param {unknown} value @returns {Record<string, unknown>} an options object, empty for anything else */
const options = (value) => (typeof value === 'object' && value !== null ? /** @type {any} */ (value) : {});

/** @param {unknown} value a size or position of an options object @returns {number | null} null when absent */
function extent(value) {
  if (value === undefined) return null;
  const number = int64(value);
  if (number < 0) throw invalid();
  return number;
}

/** @param {unknown[]} args @param {number} least @param {number} most @param {string} [detail] */
function count(args, least, most, detail) {
  if (args.length < least || args.length > most) throw invalid(detail);
}

/**
 * The synchronous and the asynchronous function of one operation. `parse` checks the arguments at once and answers the
 * work; the asynchronous forms do the work later.
 * @param {Record<string, any>} target @param {string} name @param {number} least @param {number} most
 * @param {(this: any, args: any[]) => () => unknown} parse
 */
function operation(target, name, least, most, parse) {
  target[`${name}Sync`] = method(function (/** @type {any[]} */ ...args) {
    count(args, least, most);
    return perform(parse.call(this, args));
  });
  target[name] = method(function (/** @type {any[]} */ ...args) {
    count(args, least, most + 1);
    const work = parse.call(this, args);
    return host.threeForms(args, most, () => perform(work));
  });
}

/** @type {(() => void) | undefined} called after each operation while files are watched */
let watched;

/** @param {(() => void) | undefined} notice */
function watchOperations(notice) {
  watched = notice;
}

/** Do something with files, and let watchers have a look. @template T @param {() => T} work @returns {T} */
function perform(work) {
  if (watched === undefined) return work();
  try {
    return work();
  } finally {
    watched?.();
  }
}

/** @param {(this: any, ...args: any[]) => unknown} body */
const method = (body) => body;

/**
 * Bytes and text to write, as `fs.write` and `stream.write` take them.
 * @param {string} name @param {number} handle @param {unknown} content @param {unknown} given
 * @param {(offset: number | null) => number | null} [place] @returns {() => number}
 */
function writing(name, handle, content, given, place = (offset) => offset) {
  const { offset: at, length: limit, encoding } = options(given);
  const length = limit === undefined ? null : extent(limit);
  const offset = extent(at);
  if (typeof content === 'string') {
    const coding = encoding === undefined ? 'utf-8' : path(encoding);
    const text = content.toWellFormed();
    return () => host.call(`${name}Text`, handle, place(offset), length, text, coding);
  }
  if (!(content instanceof ArrayBuffer)) throw invalid();
  if (length !== null && length > content.byteLength) throw invalid();
  return () => host.call(name, handle, place(offset), length, new Uint8Array(content));
}

/**
 * @param {unknown} buffer @param {unknown} given
 * @returns {{ length: number, offset: number | null, fill: (data: Uint8Array) => number }}
 */
function reading(buffer, given) {
  if (!(buffer instanceof ArrayBuffer)) throw invalid('Read failed. Invalid arraybuffer or options.');
  const { offset, length } = options(given);
  const limit = length === undefined ? buffer.byteLength : int64(length);
  if (limit < 0 || limit > buffer.byteLength) throw invalid();
  return {
    length: limit,
    offset: extent(offset),
    fill(data) {
      new Uint8Array(buffer).set(data);
      return data.byteLength;
    },
  };
}

module.exports = {
  businessError, invalid, absent, path, int32, int64, descriptor, options, extent, count, operation, perform, watchOperations,
  writing, reading,
};
