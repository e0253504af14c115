// @ohos.file.fileuri (filemanagement_app_file_service interfaces/kits/js/file_uri, file_uri.cpp).

const { count, path } = require('@ohos.internal.arguments');

/** @param {any[]} args */
function getUriFromPath(...args) {
  count(args, 1, 1);
  return host.call('fileuri.fromPath', path(args[0]));
}

class FileUri {
  #uri;

  /** @param {string} uriOrPath */
  constructor(uriOrPath) {
    const text = path(uriOrPath);
    this.#uri = text.includes('://') ? text : getUriFromPath(text);
  }

  get path() {
    return host.call('fileuri.path', this.#uri);
  }

  get name() {
    const whole = this.path;
    return whole.slice(whole.lastIndexOf('/') + 1);
  }

  toString() {
    return this.#uri;
  }

  getFullDirectoryUri() {
    const info = host.call('fs.stat', this.#uri);
    const isDirectory = (info.mode & 0o170000) === 0o040000;
    return isDirectory ? this.#uri : this.#uri.slice(0, this.#uri.lastIndexOf('/'));
  }

  isRemoteUri() {
    return /\?networkid=[^/]+$/.test(this.#uri);
  }
}

const members = { getUriFromPath, FileUri };
Object.assign(exports, members);
exports.default = members;
