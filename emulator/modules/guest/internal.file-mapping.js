// fs.mmap and FileMapping (filemanagement_file_api mod_fs/class_filemapping, properties/mmap_core.cpp, napi/mmap_napi.cpp).

const { businessError, invalid, count, int32, int64, descriptor } = require('@ohos.internal.arguments');
const { File } = require('@ohos.internal.file-objects');

const OUT_OF_BOUNDS = 13900051;
const RELEASED = 13900052;
const READ_ONLY_BUFFER = 13900053;
const MODES = 3;
const READ_ONLY = 0;

/** Bytes of a file as memory, with a position and a limit as a buffer has them. */
class FileMapping {
  /** @type {number | undefined} */
  #mapping;
  #mode = READ_ONLY;
  #capacity = 0;
  #limit = 0;
  #position = 0;

  /** @param {number} mapping @param {number} mode @param {number} size */
  static make(mapping, mode, size) {
    const made = new FileMapping();
    made.#mapping = mapping;
    made.#mode = mode;
    made.#capacity = size;
    made.#limit = size;
    return made;
  }

  /** @returns {number} */
  #mapped() {
    if (this.#mapping === undefined) throw businessError(RELEASED, 'Mmap buffer released');
    return this.#mapping;
  }

  /** @param {any[]} args @param {number} highest @returns {number} */
  #place(args, highest) {
    count(args, 1, 1);
    this.#mapped();
    const value = int32(args[0]);
    if (value < 0 || value > highest) throw invalid();
    return value;
  }

  /** @param {any[]} args */
  setPosition(...args) {
    this.#position = this.#place(args, this.#limit);
  }

  /** @param {any[]} args */
  setLimit(...args) {
    this.#limit = this.#place(args, this.#capacity);
    this.#position = Math.min(this.#position, this.#limit);
  }

  getPosition() {
    this.#mapped();
    return this.#position;
  }

  getLimit() {
    this.#mapped();
    return this.#limit;
  }

  capacity() {
    this.#mapped();
    return this.#capacity;
  }

  flip() {
    this.#mapped();
    this.#limit = this.#position;
    this.#position = 0;
  }

  remaining() {
    this.#mapped();
    return this.#limit - this.#position;
  }

  /**
   * @param {any[]} args [position,] buffer [, length]
   * @returns {{ mapping: number, at: number, bytes: Uint8Array, moves: boolean }}
   */
  #transfer(args) {
    count(args, 1, 3);
    const mapping = this.#mapped();
    const placed = typeof args[0] === 'number';
    const [buffer, length] = placed ? args.slice(1) : args;
    const at = placed ? args[0] | 0 : this.#position;
    if (at < 0 || at > this.#capacity || !(buffer instanceof ArrayBuffer)) throw invalid();
    const wanted = typeof length === 'number' && (length | 0) >= 0 ? length | 0 : buffer.byteLength;
    if (wanted > Math.max(0, this.#limit - at)) throw businessError(OUT_OF_BOUNDS, 'Buffer read/write out of bounds');
    return { mapping, at, bytes: new Uint8Array(buffer, 0, Math.min(wanted, buffer.byteLength)), moves: !placed };
  }

  /** @param {any[]} args */
  read(...args) {
    const { mapping, at, bytes, moves } = this.#transfer(args);
    bytes.set(host.call('mmap.read', mapping, at, bytes.length));
    if (moves) this.#position = at + bytes.length;
    return bytes.length;
  }

  /** @param {any[]} args */
  write(...args) {
    this.#mapped();
    if (this.#mode === READ_ONLY) throw businessError(READ_ONLY_BUFFER, 'Read-only mmap buffer');
    const { mapping, at, bytes, moves } = this.#transfer(args);
    host.call('mmap.write', mapping, at, bytes);
    if (moves) this.#position = at + bytes.length;
    return bytes.length;
  }

  /** @param {any[]} args @returns {() => void} */
  #syncing(args) {
    count(args, 0, 2);
    this.#mapped();
    if (args.length === 2) {
      const [from, length] = args.map((value) => int32(value));
      if (from < 0 || length < 0 || from + length > this.#capacity) throw invalid();
    }
    return () => void host.call('mmap.sync', this.#mapped());
  }

  /** @param {any[]} args */
  msyncSync(...args) {
    this.#syncing(args)();
  }

  /** @param {any[]} args */
  msync(...args) {
    return host.later(this.#syncing(args));
  }

  unmapSync() {
    const mapping = this.#mapping;
    if (mapping === undefined) return;
    this.#mapping = undefined;
    host.call('mmap.unmap', mapping);
  }

  unmap() {
    return host.later(() => this.unmapSync());
  }
}

/** @param {any[]} args @returns {() => FileMapping} */
function mapping(args) {
  count(args, 4, 4);
  const [file, mode, offset, size] = args;
  const fd = file instanceof File ? file.fd : int32(file);
  const [kind, at, length] = [int32(mode), int64(offset), int32(size)];
  if (length <= 0) throw invalid();
  return () => {
    if (fd < 0) throw businessError(13900008, 'Bad file descriptor');
    if (kind < 0 || kind >= MODES || at < 0) throw invalid();
    return FileMapping.make(host.call('mmap.map', descriptor(fd), kind, at, length), kind, length);
  };
}

/** @param {any[]} args */
function mmapSync(...args) {
  return mapping(args)();
}

/** @param {any[]} args */
function mmap(...args) {
  return host.later(mapping(args));
}

module.exports = { FileMapping, mmap, mmapSync };
