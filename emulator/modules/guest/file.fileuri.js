// @ohos.file.fileuri (filemanagement_app_file_service interfaces/kits/js/file_uri, file_uri.cpp).

const { businessError, count, invalid, path } = require('@ohos.internal.arguments');

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
    const [, mode] = host.call('fs.stat', this.#uri);
    const isDirectory = (mode & 0o170000) === 0o040000;
    return isDirectory ? this.#uri : this.#uri.slice(0, this.#uri.lastIndexOf('/'));
  }

  isRemoteUri() {
    return /\?networkid=[^/]+$/.test(this.#uri);
  }

  // The members of @ohos.uri's URI, which a FileUri is declared to extend.

  /** @returns {Record<string, string | undefined>} */
  get #parts() {
    const pattern = /^(?:(?<scheme>[^:/?#]+):)?(?<ssp>(?:\/\/(?<authority>[^/?#]*))?(?<path>[^?#]*)(?:\?(?<query>[^#]*))?)(?:#(?<fragment>.*))?$/s;
    return pattern.exec(this.#uri)?.groups ?? {};
  }

  get scheme() { return this.#parts.scheme ?? ''; }
  get authority() { return this.#parts.authority ?? ''; }
  get ssp() { return this.#parts.ssp ?? ''; }
  get query() { return this.#parts.query ?? ''; }
  get fragment() { return this.#parts.fragment ?? ''; }

  get userInfo() {
    const { authority } = this;
    return authority.includes('@') ? authority.slice(0, authority.lastIndexOf('@')) : '';
  }

  get host() {
    const { authority } = this;
    return authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, '');
  }

  /** A text on a device, `-1` without a port. */
  get port() {
    return /:(\d+)$/.exec(this.authority)?.[1] ?? '-1';
  }

  checkIsAbsolute() {
    return this.scheme !== '';
  }

  /** @param {unknown} other */
  equals(other) {
    if (!(other instanceof FileUri)) throw invalid();
    return other.#uri === this.#uri;
  }

  /** @param {unknown} other */
  equalsTo(other) {
    if (!(other instanceof FileUri)) throw businessError(401, 'The input parameter is invalid');
    return other.#uri === this.#uri;
  }

  /** A new one without `.`, `..` and empty names in its path. */
  normalize() {
    const { scheme, authority, path: whole, query, fragment } = this.#parts;
    if (!whole) return new FileUri(this.#uri);
    /** @type {string[]} */
    const names = [];
    for (const name of whole.split('/')) {
      if (name === '..' && names.length > 0 && names[names.length - 1] !== '..') names.pop();
      else if (name !== '' && name !== '.') names.push(name);
    }
    const front = `${scheme ? `${scheme}:` : ''}${authority ? `//${authority}` : ''}`;
    return new FileUri(`${front}/${names.join('/')}${query ? `?${query}` : ''}${fragment ? `#${fragment}` : ''}`);
  }
}

const members = { getUriFromPath, FileUri };
Object.assign(exports, members);
exports.default = members;
