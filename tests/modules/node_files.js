// The calls of file_calls.py by Node's own fs on the system's files: one line of JSON in, {root, calls}, one line out.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const readline = require('node:readline');

const { constants } = fs;
/** fs.OpenMode -> flags of open(2), which differ between processors. */
const FLAGS = [
  [0o1, constants.O_WRONLY], [0o2, constants.O_RDWR], [0o100, constants.O_CREAT], [0o1000, constants.O_TRUNC],
  [0o2000, constants.O_APPEND], [0o200000, constants.O_DIRECTORY], [0o400000, constants.O_NOFOLLOW],
];

class Refused extends Error {
  /** @param {string} code */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

const kind = (stat) => (stat.isSymbolicLink() ? 'link' : stat.isDirectory() ? 'directory' : 'file');
const status = (stat) => [kind(stat), stat.isFile() ? stat.size : null];
/** Whatever cannot be asked is no directory (move.cpp:CheckDir; Rust's Path::is_dir). */
const isDirectory = (file) => {
  try {
    return fs.statSync(file).isDirectory();
  } catch {
    return false;
  }
};

/** Node keeps no position that lseek could move and cannot dup: an open file here is a number with a position, shared by its slots. */
class Opened {
  constructor(file, flags) {
    this.number = fs.openSync(file, flags, 0o660);
    this.position = 0;
    this.appends = (Number(flags) & constants.O_APPEND) !== 0;
    this.slots = 1;
  }

  drop() {
    this.slots -= 1;
    if (this.slots === 0) fs.closeSync(this.number);
  }
}

function runs(root) {
  const slots = new Map();
  const held = (slot) => {
    if (!slots.has(slot)) throw new Refused('EBADF');
    return slots.get(slot);
  };
  const hold = (slot, opened) => {
    slots.get(slot)?.drop();
    slots.set(slot, opened);
  };
  /** Node answers a read of nothing without asking the system, so one byte is asked for. */
  const bytes = (number, length, position) => {
    const buffer = Buffer.alloc(Math.max(length, 1));
    return buffer.toString('latin1', 0, Math.min(length, fs.readSync(number, buffer, 0, buffer.length, position)));
  };

  /** What Node has under the same name, or nearly. */
  const plain = {
    open(slot, name, mode) {
      let flags = 0;
      for (const [bits, flag] of FLAGS) if ((mode & bits) === bits) flags |= flag;
      hold(slot, new Opened(root + name, flags));
    },
    write(slot, content, offset) {
      const file = held(slot);
      const done = fs.writeSync(file.number, content, offset ?? file.position);
      if (offset === null) file.position = file.appends && done > 0 ? fs.fstatSync(file.number).size : file.position + done;
      return done;
    },
    read(slot, length, offset) {
      const file = held(slot);
      const content = bytes(file.number, length, offset ?? file.position);
      if (offset === null) file.position += content.length;
      return content;
    },
    truncate: (slot, size) => fs.ftruncateSync(held(slot).number, size),
    close(slot) {
      const file = held(slot);
      slots.delete(slot);
      file.drop();
    },
    mkdir: (name) => fs.mkdirSync(root + name, 0o770),
    unlink: (name) => fs.unlinkSync(root + name),
    rename: (from, to) => fs.renameSync(root + from, root + to),
    list: (name) => fs.readdirSync(root + name).sort(),
    symlink: (target, name) => fs.symlinkSync(root + target, root + name),
    kind: (name) => kind(fs.lstatSync(root + name)),
    size: (name) => status(fs.statSync(root + name))[1],
    status: (name) => status(fs.statSync(root + name)),
    opened: (slot) => status(fs.fstatSync(held(slot).number)),
    text: (name) => fs.readFileSync(root + name, 'latin1'),
    cut: (name, size) => fs.truncateSync(root + name, size),
    touch(name, seconds) {
      fs.utimesSync(root + name, seconds, seconds);
      return Math.trunc(fs.statSync(root + name).mtimeMs / 1000);
    },
    lines: (name) => fs.readFileSync(root + name, 'latin1').match(/[^\n]*\n|[^\n]+/g) ?? [],
    copyOut(slot, to) {
      const { number } = held(slot);
      const { size } = fs.fstatSync(number);
      const sink = fs.openSync(root + to, 'w+', 0o660);
      try {
        if (size > 0) {
          const content = bytes(number, size, 0);
          fs.writeSync(sink, content, null, 'latin1');
          if (content.length < size) throw new Refused('EIO');
        }
      } finally {
        fs.closeSync(sink);
      }
    },
    random(name, offset, content) {
      const number = fs.openSync(root + name, 'r+');
      try {
        const pointer = 1 + (offset ?? 0) + fs.writeSync(number, content, 1 + (offset ?? 0));
        return [pointer, bytes(number, 30, 0)];
      } finally {
        fs.closeSync(number);
      }
    },
    streamed(name, length, offset) {
      const number = fs.openSync(root + name, 'r');
      try {
        return bytes(number, length, offset ?? 0);
      } finally {
        fs.closeSync(number);
      }
    },
    stream(name, mode, content) {
      const number = fs.openSync(root + name, mode);
      try {
        return fs.writeSync(number, content, mode.startsWith('a') ? null : 0);
      } finally {
        fs.closeSync(number);
      }
    },
  };

  /** What a device does otherwise than Node, and where its source says so (filemanagement_file_api mod_fs/properties). */
  const different = {
    'access: answers whether it is there (prop_n_exporter.cpp:AccessSync)': {
      access(name) {
        try {
          fs.accessSync(root + name);
        } catch (error) {
          if (error.code === 'ENOENT') return false;
          throw error;
        }
        return true;
      },
    },
    'mkdir with recursion: what is there is refused (mkdir.cpp)': {
      mkdirs(name) {
        if (different_access(name)) throw new Refused('EEXIST');
        makeAll(root + name);
      },
    },
    'rmdir: takes away whatever it is (rmdirent.cpp, std::filesystem::remove_all)': {
      rmdir(name) {
        fs.lstatSync(root + name);
        fs.rmSync(root + name, { recursive: true });
      },
    },
    'copyFile: both are regular files, and not one (copy_file.cpp, std::filesystem::copy_file)': {
      copyFile(from, to) {
        const [source, target] = [root + from, root + to];
        const [first, second] = [fs.statSync(source), fs.statSync(target, { throwIfNoEntry: false })];
        if (!first.isFile() || second?.isFile() === false) throw new Refused('ENOTSUP');
        if (second?.ino === first.ino) throw new Refused('EEXIST');
        fs.copyFileSync(source, target);
      },
    },
    'moveFile: no directories; the mode says whether a file gives way (move.cpp)': {
      moveFile(from, to, mode) {
        const [source, target] = [root + from, root + to];
        if (isDirectory(source) || isDirectory(target)) throw new Refused('EINVAL');
        if (mode === 1 && different_access(to)) throw new Refused('EEXIST');
        fs.renameSync(source, target);
      },
    },
    'listFile with recursion: regular files only, each with a leading slash (listfile.cpp)': {
      tree: () => fs.readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => `/${path.relative(root, path.join(entry.parentPath, entry.name))}`).sort(),
    },
    'readText: an offset past the end is refused, the length is cut to the size of the file (read_text.cpp)': {
      part(name, offset, length) {
        const content = fs.readFileSync(root + name, 'latin1');
        if (offset > content.length) throw new Refused('EINVAL');
        return content.slice(offset, offset + length);
      },
    },
    'mkdtemp: the prefix brings its six X along, as in libc (mkdtemp.cpp)': {
      temporary(prefix) {
        const made = fs.mkdtempSync(root + prefix);
        const seen = [made.length - root.length, made.startsWith(root + prefix), fs.statSync(made).mode & 0o777, fs.readdirSync(made)];
        fs.rmdirSync(made);
        return seen;
      },
    },
    'dup and lseek: Node has none (dup.cpp, lseek.cpp)': {
      dup(slot, target) {
        const file = held(slot);
        file.slots += 1;
        hold(target, file);
      },
      lseek(slot, offset, whence) {
        const file = held(slot);
        if (whence === 2 && fs.fstatSync(file.number).isDirectory()) return 'the end of a folder';
        const place = offset + [0, file.position, whence === 2 ? fs.fstatSync(file.number).size : 0][whence];
        if (place < 0) throw new Refused('EINVAL');
        file.position = place;
        return place;
      },
    },
  };
  const different_access = (name) => Object.assign({}, ...Object.values(different)).access(name);
  /** Rust's create_dir_all, of which Node's own differs below a link that leads nowhere. */
  const makeAll = (folder) => {
    try {
      fs.mkdirSync(folder);
    } catch (error) {
      if (error.code === 'ENOENT') {
        makeAll(path.dirname(folder));
        fs.mkdirSync(folder);
      } else if (!isDirectory(folder)) {
        throw error;
      }
    }
  };
  return { does: { ...plain, ...Object.assign({}, ...Object.values(different)) }, end: () => slots.forEach((file) => file.drop()) };
}

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const { root, calls } = JSON.parse(line);
  const { does, end } = runs(root);
  const seen = calls.map(([name, ...args]) => {
    try {
      return does[name](...args) ?? null;
    } catch (error) {
      return { errno: error.code ?? String(error.stack) };
    }
  });
  end();
  process.stdout.write(`${JSON.stringify(seen)}\n`);
});
