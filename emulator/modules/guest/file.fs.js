// @ohos.file.fs (filemanagement_file_api interfaces/kits/js/src/mod_fs). Arguments are checked here, at the call; the
// work is done by the host: at once in the Sync forms, later on the virtual clock in the others.

const {
  businessError, invalid, absent, path, int32, int64, descriptor, options, extent, count, operation, perform, writing, reading,
} = require('@ohos.internal.arguments');
const { File, Stat, Stream, RandomAccessFile, ReaderIterator, retryLocks } = require('@ohos.internal.file-objects');

/** @type {Record<string, any>} */
const fs = {};

fs.OpenMode = Object.freeze({
  READ_ONLY: 0o0, WRITE_ONLY: 0o1, READ_WRITE: 0o2, CREATE: 0o100, TRUNC: 0o1000, APPEND: 0o2000, NONBLOCK: 0o4000,
  DIR: 0o200000, NOFOLLOW: 0o400000, SYNC: 0o4010000, UNCACHE: 0o10000000000,
});
fs.AccessModeType = Object.freeze({ EXIST: 0, WRITE: 2, READ: 4, READ_WRITE: 6 });
fs.AccessFlagType = Object.freeze({ LOCAL: 0 });
fs.WhenceType = Object.freeze({ SEEK_SET: 0, SEEK_CUR: 1, SEEK_END: 2 });
fs.LocationType = Object.freeze({ LOCAL: 1, CLOUD: 2 });
fs.MappingMode = Object.freeze({ READ_ONLY: 0, READ_WRITE: 1, PRIVATE: 2 });
Object.assign(fs, { File, Stat, Stream, RandomAccessFile, ReaderIterator });

/** @param {unknown} value */
function openMode(value) {
  const mode = absent(value) ? 0 : typeof value === 'number' ? value | 0 : -1;
  if (mode < 0 || (mode & 3) === 3) throw invalid('Open failed, invalid open mode');
  return mode;
}

/** @param {unknown} value @returns {string | number} a path or a descriptor */
const pathOrDescriptor = (value) => (typeof value === 'string' ? path(value) : descriptor(value));

operation(fs, 'open', 1, 2, ([file, mode]) => {
  const target = path(file, 'Open failed, invalid path.');
  const flags = openMode(mode);
  return () => new File(host.call('fs.open', target, flags), target);
});

operation(fs, 'close', 1, 1, ([file]) => {
  if (typeof file === 'number') {
    const fd = descriptor(file);
    return () => closed(fd);
  }
  if (!(file instanceof File)) throw invalid();
  const fd = file.release();
  return () => closed(fd);
});

/** @param {number} fd */
function closed(fd) {
  host.call('fs.close', fd);
  retryLocks();
}

operation(fs, 'read', 2, 3, ([fd, buffer, given]) => {
  const from = descriptor(fd, 'Read failed. Invalid fd.');
  const { length, offset, fill } = reading(buffer, given);
  return () => fill(host.call('fs.read', from, length, offset));
});

operation(fs, 'write', 2, 3, ([fd, content, given]) => {
  const to = descriptor(fd, 'Write failed. Invalid fd.');
  return writing('fs.write', to, content, given);
});

operation(fs, 'readText', 1, 2, ([file, given]) => {
  const from = path(file);
  const { offset, length, encoding } = options(given);
  if (encoding !== undefined && encoding !== 'utf-8') throw invalid();
  const [start, limit] = [extent(offset), extent(length)];
  return () => host.call('fs.readText', from, start, limit);
});

operation(fs, 'readLines', 1, 2, ([file, given]) => {
  const from = path(file);
  const { encoding } = options(given);
  if (encoding !== undefined && encoding !== 'utf-8') throw invalid();
  return () => new ReaderIterator(host.call('fs.readLines', from));
});

operation(fs, 'stat', 1, 1, ([file]) => {
  const target = pathOrDescriptor(file);
  return () => new Stat(host.call('fs.stat', target));
});

operation(fs, 'lstat', 1, 1, ([file]) => {
  const target = path(file);
  return () => new Stat(host.call('fs.lstat', target));
});

operation(fs, 'access', 1, 3, ([file, mode, flag]) => {
  const target = path(file);
  const wanted = typeof mode === 'number' ? mode | 0 : 0;
  if ((wanted & 6) !== wanted) throw invalid();
  int32(flag, -1);
  return () => host.call('fs.access', target, wanted);
});

// A second argument changes more than recursion, even when it is undefined: see make_directory.
operation(fs, 'mkdir', 1, 2, (args) => {
  const [folder, recursion] = args;
  const target = path(folder);
  if (!absent(recursion) && typeof recursion !== 'boolean') throw invalid();
  const option = args.length > 1 && typeof recursion !== 'function' ? recursion === true : null;
  return () => host.call('fs.mkdir', target, option) ?? undefined;
});

for (const name of ['rmdir', 'unlink']) {
  operation(fs, name, 1, 1, ([file]) => {
    const target = path(file);
    return () => host.call(`fs.${name}`, target) ?? undefined;
  });
}

operation(fs, 'mkdtemp', 1, 1, ([prefix]) => {
  const stem = path(prefix);
  return () => host.call('fs.mkdtemp', stem);
});

for (const name of ['rename', 'symlink']) {
  operation(fs, name, 2, 2, ([first, second]) => {
    const [source, target] = [path(first), path(second)];
    return () => host.call(`fs.${name}`, source, target) ?? undefined;
  });
}

operation(fs, 'copyFile', 2, 3, ([first, second, mode]) => {
  const sides = [first, second].map((side) => (typeof side === 'string' ? path(side) : int32(side)));
  if (int32(mode, 0) !== 0) throw invalid();
  return () => host.call('fs.copyFile', ...sides) ?? undefined;
});

operation(fs, 'moveFile', 2, 3, ([first, second, mode]) => {
  const [source, target] = [path(first), path(second)];
  host.call('fs.checkMoveFile', source, target);
  const refuse = int32(mode, 0);
  if (refuse !== 0 && refuse !== 1) throw invalid();
  return () => host.call('fs.moveFile', source, target, refuse === 1) ?? undefined;
});

for (const [name, check, highest] of /** @type {[string, string, number][]} */ ([
  ['copyDir', 'fs.checkCopyDir', 1],
  ['moveDir', 'fs.checkMoveDir', 3],
])) {
  operation(fs, name, 2, 3, ([first, second, mode]) => {
    const [source, target] = [path(first), path(second)];
    host.call(check, source, target);
    const chosen = int32(mode, 0);
    if (chosen < 0 || chosen > highest) throw invalid();
    return () => {
      const conflicts = host.call(`fs.${name}`, source, target, chosen);
      if (conflicts) throw businessError(13900015, 'File exists', conflicts);
    };
  });
}

operation(fs, 'listFile', 1, 2, ([folder, given]) => {
  const target = path(folder);
  if (!absent(given) && (typeof given !== 'object' || given === null)) throw invalid();
  const { listNum, recursion, filter } = options(given);
  const limit = int64(listNum, 0);
  if (limit < 0 || (recursion !== undefined && typeof recursion !== 'boolean')) throw invalid();
  const { suffix, displayName, fileSizeOver, lastModifiedAfter } = options(filter);
  for (const list of [suffix, displayName]) {
    if (list !== undefined && !(Array.isArray(list) && list.every((item) => typeof item === 'string'))) throw invalid();
  }
  if (lastModifiedAfter !== undefined && !(typeof lastModifiedAfter === 'number' && lastModifiedAfter >= 0)) throw invalid();
  const chosen = { suffix, displayName, fileSizeOver: extent(fileSizeOver), lastModifiedAfter };
  return () => host.call('fs.listFile', target, recursion === true, limit, chosen);
});

operation(fs, 'truncate', 1, 2, ([file, length]) => {
  const target = pathOrDescriptor(file);
  const size = int64(length, 0);
  if (size < 0) throw invalid();
  return () => host.call('fs.truncate', target, size) ?? undefined;
});

for (const name of ['fsync', 'fdatasync']) {
  operation(fs, name, 1, 1, ([fd]) => {
    const target = descriptor(fd);
    return () => host.call('fs.sync', target) ?? undefined;
  });
}

operation(fs, 'createStream', 2, 2, ([file, mode]) => {
  const [target, kind] = [path(file), path(mode)];
  return () => new Stream(host.call('stream.open', target, kind));
});

operation(fs, 'fdopenStream', 2, 2, ([fd, mode]) => {
  const [target, kind] = [descriptor(fd), path(mode)];
  return () => new Stream(host.call('stream.adopt', target, kind));
});

operation(fs, 'createRandomAccessFile', 1, 3, ([file, mode, given]) => {
  const { start, end } = options(given);
  const range = { start: extent(start) ?? undefined, end: extent(end) ?? undefined };
  if (file instanceof File) {
    const { fd } = file;
    return () => new RandomAccessFile(host.call('fs.dup', fd).fd, range);
  }
  const target = path(file);
  const flags = int32(mode, 0);
  if (flags < 0) throw invalid();
  return () => new RandomAccessFile(host.call('fs.open', target, flags), range);
});

operation(fs, 'setxattr', 3, 3, ([file, key, value]) => {
  const [target, name] = [path(file), path(key)];
  if (typeof value !== 'string') throw invalid();
  return () => host.call('fs.setxattr', target, name, value.toWellFormed()) ?? undefined;
});

operation(fs, 'getxattr', 2, 2, ([file, key]) => {
  const [target, name] = [path(file), path(key)];
  return () => host.call('fs.getxattr', target, name);
});

/** Stops one fs.copy that has not come to its end. */
class TaskSignal {
  /** @type {((path: string) => void) | undefined} */
  #heard;
  /** @type {{ path: string, canceled: boolean } | undefined} */
  #task;

  /** @param {any[]} args */
  cancel(...args) {
    count(args, 0, 0);
    const task = this.#task;
    if (task === undefined) throw businessError(13900048, 'Failed to cancel');
    task.canceled = true;
    this.#task = undefined;
    const heard = this.#heard;
    if (heard !== undefined) void host.later(() => heard(task.path));
  }

  /** @param {any[]} args a device takes a callback, as the declaration does not say */
  onCancel(...args) {
    count(args, 0, 1);
    if (typeof args[0] === 'function') {
      [this.#heard] = args;
      return null;
    }
    return new Promise((resolve) => {
      this.#heard = resolve;
    });
  }

  /** @param {string} uri @returns {() => boolean} whether the task was stopped meanwhile; asked once */
  begin(uri) {
    const task = { path: host.call('fileuri.path', uri), canceled: false };
    this.#task = task;
    return () => {
      if (this.#task === task) this.#task = undefined;
      return task.canceled;
    };
  }
}
fs.TaskSignal = TaskSignal;

// The listener hears of the end only: a copy here takes no time.
fs.copy = function copy(/** @type {any[]} */ ...args) {
  const [source, target, given] = args;
  const { progressListener, copySignal } = options(given);
  const isUri = (/** @type {unknown} */ value) => typeof value === 'string' && value.startsWith('file://') && !value.includes('\0');
  if (args.length < 2 || args.length > 4 || !isUri(source) || !isUri(target)
    || (progressListener !== undefined && typeof progressListener !== 'function')
    || (copySignal !== undefined && (typeof copySignal !== 'object' || copySignal === null))) {
    throw businessError(401, 'The input parameter is invalid');
  }
  if (source.includes('?networkid=')) host.notEmulated('@ohos.file.fs.copy from another device')();
  const stopped = copySignal instanceof TaskSignal ? copySignal.begin(source.toWellFormed()) : () => false;
  return host.threeForms(args, 3, () => {
    if (stopped()) throw businessError(13900049, 'Operation canceled');
    const size = host.call('fs.copy', source.toWellFormed(), target.toWellFormed());
    if (typeof progressListener === 'function') progressListener({ processedSize: size, totalSize: size });
  });
};

fs.dup = function dup(/** @type {any[]} */ ...args) {
  count(args, 1, 1);
  const { fd, path: opened } = host.call('fs.dup', descriptor(args[0]));
  return new File(fd, opened);
};

fs.lseek = function lseek(/** @type {any[]} */ ...args) {
  count(args, 2, 3);
  const whence = int32(args[2], 0);
  if (whence < 0 || whence > 2) throw invalid();
  return host.call('fs.lseek', descriptor(args[0]), int64(args[1]), whence);
};

fs.utimes = function utimes(/** @type {any[]} */ ...args) {
  count(args, 2, 2);
  if (typeof args[1] !== 'number' || !(args[1] >= 0)) throw invalid();
  const target = path(args[0]);
  perform(() => host.call('fs.utimes', target, args[1]));
};

/** @param {unknown} given @returns {(folder: string) => string[]} */
function extendedListing(given) {
  if (!absent(given) && (typeof given !== 'object' || given === null)) throw invalid();
  const { listNum, recursion, fileFilter } = options(given);
  const limit = int64(listNum, 0);
  if (limit < 0 || (recursion !== undefined && typeof recursion !== 'boolean')) throw invalid();
  const filter = fileFilter === undefined ? undefined : options(fileFilter).filter;
  if (fileFilter !== undefined && typeof filter !== 'function') throw invalid();
  const accepts = (/** @type {string} */ name) => filter === undefined || filter.call(fileFilter, name) === true;
  return (folder) => {
    /** @type {string[]} */
    const found = [];
    let counted = 0;
    const collect = (/** @type {string} */ below) => {
      for (const [name, kind] of host.call('fs.entries', folder + below)) {
        if (limit > 0 && counted >= limit) return;
        const shown = recursion ? `${below}/${name}` : name;
        if (recursion && kind === 'directory') {
          collect(shown);
        } else if (accepts(shown)) {
          counted += 1;
          if (!recursion || kind === 'file') found.push(shown);
        }
      }
    };
    collect('');
    return found;
  };
}

fs.listFileExtSync = function listFileExtSync(/** @type {any[]} */ ...args) {
  count(args, 1, 2);
  return extendedListing(args[1])(path(args[0]));
};

fs.listFileExt = function listFileExt(/** @type {any[]} */ ...args) {
  count(args, 1, 2);
  const target = path(args[0]);
  const listing = extendedListing(args[1]);
  return host.later(() => listing(target));
};

for (const name of ['connectDfs', 'disconnectDfs']) {
  fs[name] = host.notEmulated(`@ohos.file.fs.${name}`);
}

/** What few apps use comes with its first use. @type {[string, string[]][]} */
const onDemand = [
  ['@ohos.internal.file-streams', ['createReadStream', 'createWriteStream', 'ReadStream', 'WriteStream', 'AtomicFile']],
  ['@ohos.internal.file-mapping', ['mmap', 'mmapSync', 'FileMapping']],
  ['@ohos.internal.file-watcher', ['createWatcher', 'Watcher']],
];
for (const [face, names] of onDemand) {
  for (const name of names) {
    Object.defineProperty(fs, name, { enumerable: true, configurable: true, get: () => require(face)[name] });
  }
}

Object.defineProperties(exports, Object.getOwnPropertyDescriptors(fs));
exports.default = fs;
