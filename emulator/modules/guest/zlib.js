// @ohos.zlib (bundlemanager_bundle_framework interfaces/kits/js/zip/napi): archives, and how its objects are made.

/** @type {Record<string, any>} */
const zlib = {
  ErrorCode: Object.freeze({ ERROR_CODE_OK: 0, ERROR_CODE_ERRNO: -1 }),
  CompressLevel: Object.freeze({
    COMPRESS_LEVEL_NO_COMPRESSION: 0, COMPRESS_LEVEL_BEST_SPEED: 1, COMPRESS_LEVEL_BEST_COMPRESSION: 9,
    COMPRESS_LEVEL_DEFAULT_COMPRESSION: -1,
  }),
  CompressStrategy: Object.freeze({
    COMPRESS_STRATEGY_DEFAULT_STRATEGY: 0, COMPRESS_STRATEGY_FILTERED: 1, COMPRESS_STRATEGY_HUFFMAN_ONLY: 2,
    COMPRESS_STRATEGY_RLE: 3, COMPRESS_STRATEGY_FIXED: 4,
  }),
  ParallelStrategy: Object.freeze({ PARALLEL_STRATEGY_SEQUENTIAL: 0, PARALLEL_STRATEGY_PARALLEL_DECOMPRESSION: 1 }),
  PathSeparatorStrategy: Object.freeze({
    PATH_SEPARATOR_STRATEGY_DEFAULT: 0, PATH_SEPARATOR_STRATEGY_REPLACE_BACKSLASH: 1,
  }),
  MemLevel: Object.freeze({ MEM_LEVEL_MIN: 1, MEM_LEVEL_MAX: 9, MEM_LEVEL_DEFAULT: 8 }),
  CompressFlushMode: Object.freeze({
    NO_FLUSH: 0, PARTIAL_FLUSH: 1, SYNC_FLUSH: 2, FULL_FLUSH: 3, FINISH: 4, BLOCK: 5, TREES: 6,
  }),
  ReturnStatus: Object.freeze({
    OK: 0, STREAM_END: 1, NEED_DICT: 2, ERRNO: -1, STREAM_ERROR: -2, DATA_ERROR: -3, MEM_ERROR: -4, BUF_ERROR: -5,
  }),
  CompressMethod: Object.freeze({ DEFLATED: 8 }),
  OffsetReferencePoint: Object.freeze({ SEEK_SET: 0, SEEK_CUR: 1 }),
};

/** The values that an option may have; any other number is refused. @type {Record<string, number[]>} */
const ALLOWED = {
  level: [-1, 0, 1, 9], memLevel: [1, 8, 9], strategy: [0, 1, 2, 3, 4], parallel: [0, 1], pathSeparatorStrategy: [0, 1],
};

const wrong = (text = 'wrong param type') => new host.BusinessError(401, text);

/** @param {unknown} given @returns {Record<string, unknown>} what the Python side wants to know of the options */
function archiveOptions(given) {
  if (typeof given !== 'object' || given === null) throw wrong();
  const options = /** @type {Record<string, unknown>} */ (given);
  for (const [name, values] of Object.entries(ALLOWED)) {
    const value = options[name];
    if (typeof value === 'number' && !values.includes(value | 0)) throw wrong();
  }
  const { level, pathSeparatorStrategy, keepTopLevelFolder } = options;
  return {
    ...(typeof level === 'number' && { level: level | 0 }),
    ...(typeof pathSeparatorStrategy === 'number' && { pathSeparatorStrategy: pathSeparatorStrategy | 0 }),
    ...(typeof keepTopLevelFolder === 'boolean' && { keepTopLevelFolder }),
  };
}

/** @param {unknown} value @returns {string} */
function text(value) {
  if (typeof value !== 'string') throw wrong();
  return value.toWellFormed().split('\0')[0];
}

/** @param {unknown} value one path or several @returns {string[]} */
function sources(value) {
  if (!Array.isArray(value)) return [text(value)];
  if (value.length === 0) throw wrong();
  return value.map(text);
}

/** Success is told as null. @param {any[]} args @param {() => void} work */
function finished(args, work) {
  const callback = args.slice(2).find((value) => typeof value === 'function');
  if (callback === undefined) {
    return host.later(() => {
      work();
      return null;
    });
  }
  return host.threeForms([(/** @type {unknown} */ error) => callback(error ?? null)], 0, work);
}

function compress(/** @type {any[]} */ ...args) {
  if (args.length < 3 || args.length > 4) throw wrong();
  const [from, to, options] = [sources(args[0]), text(args[1]), archiveOptions(args[2])];
  return finished(args, () => host.call('zlib.compress', from, to, options));
}
zlib.compressFile = compress;
zlib.compressFiles = compress;

zlib.decompressFile = function decompressFile(/** @type {any[]} */ ...args) {
  if (args.length < 2 || args.length > 4) throw wrong();
  const [from, to] = [text(args[0]), text(args[1])];
  const options = args.length < 3 || typeof args[2] === 'function' ? {} : archiveOptions(args[2]);
  return finished(args, () => host.call('zlib.decompress', from, to, options));
};

// The two of API version 7 tell failure as the number -1, and wrong arguments not at all.
for (const [name, task] of [['zipFile', 'zlib.compress'], ['unzipFile', 'zlib.decompress']]) {
  zlib[name] = function (/** @type {any[]} */ ...args) {
    const [from, to, given] = args;
    if (args.length < 3 || typeof from !== 'string' || typeof to !== 'string') return undefined;
    const packing = name === 'zipFile';
    const options = archiveOptions(given);
    return host.later(() => {
      try {
        host.call(task, packing ? [text(from)] : text(from), text(to), options);
      } catch (error) {
        if (error instanceof host.BusinessError) throw zlib.ErrorCode.ERROR_CODE_ERRNO;
        throw error;
      }
      return zlib.ErrorCode.ERROR_CODE_OK;
    });
  };
}

zlib.getOriginalSize = function getOriginalSize(/** @type {any[]} */ ...args) {
  if (args.length === 0) throw wrong('BusinessError 401: Parameter error. Too few parameters.');
  const path = text(args[0]);
  return host.later(() => host.call('zlib.originalSize', path));
};

for (const [suffix, face, name] of [
  ['Checksum', '@ohos.internal.zlib-checksum', 'Checksum'],
  ['Zip', '@ohos.internal.zlib-stream', 'Zip'],
  ['GZip', '@ohos.internal.zlib-gzip', 'GZip'],
]) {
  const make = () => new (require(face)[name])();
  zlib[`create${suffix}Sync`] = make;
  zlib[`create${suffix}`] = () => host.later(make);
}

Object.assign(exports, zlib);
exports.default = zlib;
