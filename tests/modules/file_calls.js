// The calls of file_calls.py through @ohos.file.fs, as an app makes them.
'use strict';

/** @param {any} fs @param {string} root a folder, with its slash @param {[string, ...any[]][]} calls */
function outcomes(fs, root, calls) {
  const slots = {};
  const fd = (slot) => slots[slot] ?? 9999;
  const text = (buffer, size) => String.fromCharCode(...new Uint8Array(buffer, 0, size));
  const at = (offset) => (offset === null ? {} : { offset });
  const hold = (slot, file) => {
    if (slot in slots) fs.closeSync(fd(slot));
    slots[slot] = file.fd;
  };
  const status = (stat) => [
    stat.isSymbolicLink() ? 'link' : stat.isDirectory() ? 'directory' : 'file', stat.isFile() ? stat.size : null,
  ];
  const does = {
    open: (slot, name, flags) => hold(slot, fs.openSync(root + name, flags)),
    write: (slot, content, offset) => fs.writeSync(fd(slot), content, at(offset)),
    read(slot, length, offset) {
      const buffer = new ArrayBuffer(length);
      return text(buffer, fs.readSync(fd(slot), buffer, at(offset)));
    },
    lseek(slot, offset, whence) {
      // Where a folder ends is each file system's own affair.
      if (whence === 2 && fs.statSync(fd(slot)).isDirectory()) return 'the end of a folder';
      return fs.lseek(fd(slot), offset, whence);
    },
    truncate: (slot, size) => fs.truncateSync(fd(slot), size),
    close(slot) {
      const number = fd(slot);
      delete slots[slot];
      fs.closeSync(number);
    },
    mkdir: (name) => fs.mkdirSync(root + name),
    unlink: (name) => fs.unlinkSync(root + name),
    rename: (from, to) => fs.renameSync(root + from, root + to),
    list: (name) => fs.listFileSync(root + name),
    access: (name, mode) => fs.accessSync(root + name, mode),
    mkdirs: (name) => fs.mkdirSync(root + name, true),
    rmdir: (name) => fs.rmdirSync(root + name),
    copyFile: (from, to) => fs.copyFileSync(root + from, root + to),
    copyOut: (slot, to) => fs.copyFileSync(fd(slot), root + to),
    moveFile: (from, to, mode) => fs.moveFileSync(root + from, root + to, mode),
    symlink: (target, name) => fs.symlinkSync(root + target, root + name),
    kind: (name) => status(fs.lstatSync(root + name))[0],
    text: (name) => fs.readTextSync(root + name),
    cut: (name, size) => fs.truncateSync(root + name, size),
    dup: (slot, target) => hold(target, fs.dup(fd(slot))),
    touch(name, seconds) {
      fs.utimes(root + name, seconds * 1000);
      return fs.statSync(root + name).mtime;
    },
    random(name, offset, content) {
      const file = fs.createRandomAccessFileSync(root + name, fs.OpenMode.READ_WRITE);
      try {
        file.setFilePointer(1);
        file.writeSync(content, at(offset));
        const pointer = file.filePointer;
        file.setFilePointer(0);
        const buffer = new ArrayBuffer(30);
        return [pointer, text(buffer, file.readSync(buffer))];
      } finally {
        file.close();
      }
    },
    tree: () => fs.listFileSync(root.slice(0, -1), { recursion: true }).sort(),
    size: (name) => status(fs.statSync(root + name))[1],
    status: (name) => status(fs.statSync(root + name)),
    opened: (slot) => status(fs.statSync(fd(slot))),
    part: (name, offset, length) => fs.readTextSync(root + name, { offset, length }),
    lines(name) {
      const reader = fs.readLinesSync(root + name);
      const lines = [];
      for (let line = reader.next(); !line.done; line = reader.next()) lines.push(line.value);
      return lines;
    },
    temporary(prefix) {
      const made = fs.mkdtempSync(`${root}${prefix}XXXXXX`);
      const seen = [made.length - root.length, made.startsWith(root + prefix), fs.statSync(made).mode, fs.listFileSync(made)];
      fs.rmdirSync(made);
      return seen;
    },
    stream(name, mode, content) {
      const stream = fs.createStreamSync(root + name, mode);
      try {
        return stream.writeSync(content);
      } finally {
        stream.closeSync();
      }
    },
    streamed(name, length, offset) {
      const stream = fs.createStreamSync(root + name, 'r');
      try {
        const buffer = new ArrayBuffer(length);
        return text(buffer, stream.readSync(buffer, at(offset)));
      } finally {
        stream.closeSync();
      }
    },
  };
  const seen = calls.map(([name, ...args]) => {
    try {
      return does[name](...args) ?? null;
    } catch (error) {
      return { code: error.code ?? String(error) };
    }
  });
  for (const number of Object.values(slots)) fs.closeSync(number);
  return seen;
}
