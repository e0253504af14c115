// @ohos.url (commonlibrary_ets_utils js_api_module/url; interface_sdk-js api/@ohos.url.d.ts): URLs by the rules of the WHATWG
// standard that addresses of apps need. Host names outside ASCII are kept as they are written.

const { businessError } = require('@ohos.internal.arguments');

const SYNTAX = 10200002;
/** @type {Record<string, string>} special schemes and their ports */
const PORTS = { 'http:': '80', 'https:': '443', 'ws:': '80', 'wss:': '443', 'ftp:': '21', 'file:': '' };
/** @param {string} detail */
const parameterError = (detail) => businessError(401, `Parameter error. ${detail}`);
const syntaxError = () => businessError(SYNTAX, 'Syntax Error. Invalid Url string');

/** @param {string} text @param {RegExp} letters what is encoded beside everything outside ASCII */
const encoded = (text, letters) => text.toWellFormed().replace(/[^\x21-\x7e]/gu, encodeURIComponent)
  .replace(letters, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
const IN_PATH = /["<>`{}#?]/g;
const IN_QUERY = /["<>#']/g;
const IN_FRAGMENT = /["<>`]/g;
const IN_USER = /["<>`{}#?/:;=@[\\\]^|]/g;

/** @param {string} text as a form sends it */
const formEncoded = (text) => encodeURIComponent(text.toWellFormed()).replace(/%20/g, '+').replace(/[!'()~]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);

/** @param {string} text */
function formDecoded(text) {
  const plain = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
      try {
        return decodeURIComponent(run);
      } catch {
        return '\ufffd';
      }
    });
  }
}

class URLParams {
  /** @type {[string, string][]} */ #list = [];
  /** @type {((text: string) => void) | undefined} */ #changed;

  /** @param {any} [init] a query, pairs, an object, or other parameters @param {(text: string) => void} [changed] */
  constructor(init, changed) {
    this.#changed = changed;
    if (typeof init === 'string') {
      for (const part of init.replace(/^\?/, '').split('&')) {
        if (part === '') continue;
        const at = part.indexOf('=');
        this.#list.push([formDecoded(at < 0 ? part : part.slice(0, at)), at < 0 ? '' : formDecoded(part.slice(at + 1))]);
      }
    } else if (init !== undefined && init !== null) {
      const pairs = typeof init[Symbol.iterator] === 'function' ? [...init] : Object.entries(init);
      for (const pair of pairs) {
        if (!Array.isArray(pair) || pair.length !== 2) throw parameterError('The type of init must be string two-dimensional array or object list or string or URLParams object.');
        this.#list.push([String(pair[0]), String(pair[1])]);
      }
    }
  }

  #tell() { this.#changed?.(this.toString()); }

  /** @param {any[]} values @param {string[]} names */
  #need(values, ...names) {
    names.forEach((name, index) => { if (typeof values[index] !== 'string') throw parameterError(`The type of ${name} must be string`); });
  }

  /** @param {string} name @param {string} value */
  append(name, value) {
    this.#need([name, value], 'name', 'value');
    this.#list.push([name, value]);
    this.#tell();
  }

  /** @param {string} name */
  delete(name) {
    this.#need([name], 'name');
    this.#list = this.#list.filter(([other]) => other !== name);
    this.#tell();
  }

  /** @param {string} name */
  get(name) {
    this.#need([name], 'name');
    return this.#list.find(([other]) => other === name)?.[1] ?? null;
  }

  /** @param {string} name */
  getAll(name) {
    this.#need([name], 'name');
    return this.#list.filter(([other]) => other === name).map(([, value]) => value);
  }

  /** @param {string} name */
  has(name) {
    this.#need([name], 'name');
    return this.#list.some(([other]) => other === name);
  }

  /** @param {string} name @param {string} value */
  set(name, value) {
    this.#need([name, value], 'name', 'value');
    const at = this.#list.findIndex(([other]) => other === name);
    if (at < 0) this.#list.push([name, value]);
    else {
      this.#list[at][1] = value;
      this.#list = this.#list.filter(([other], index) => other !== name || index === at);
    }
    this.#tell();
  }

  sort() {
    this.#list.sort(([first], [second]) => (first < second ? -1 : first > second ? 1 : 0));
    this.#tell();
  }

  /** @param {any} callback @param {any} [self] */
  forEach(callback, self) {
    if (typeof callback !== 'function') throw parameterError('The type of callbackFn must be function');
    for (const [key, value] of this.#list) callback.call(self, value, key, this);
  }

  *keys() { for (const [key] of this.#list) yield key; }
  *values() { for (const [, value] of this.#list) yield value; }
  *entries() { for (const [key, value] of this.#list) yield [key, value]; }
  [Symbol.iterator]() { return this.entries(); }
  toString() { return this.#list.map(([key, value]) => `${formEncoded(key)}=${formEncoded(value)}`).join('&'); }
}

/** @param {string} path @param {string} base the path it counts from */
function resolvedPath(path, base) {
  const whole = path.startsWith('/') ? path : base.slice(0, base.lastIndexOf('/') + 1) + path;
  /** @type {string[]} */
  const kept = [];
  const parts = whole.split('/').slice(1);
  parts.forEach((part, index) => {
    const name = part.replace(/%2e/gi, '.');
    if (name === '..') kept.pop();
    else if (name !== '.') kept.push(part);
    if ((name === '..' || name === '.') && index === parts.length - 1) kept.push('');
  });
  return `/${kept.join('/')}`;
}

/** @param {string} host @param {boolean} isSpecial */
function checkedHost(host, isSpecial) {
  if (/^\[[0-9a-f:.]+\]$/i.test(host)) return host.toLowerCase();
  if (/[\s#%/:<>?@[\\\]^|]/.test(host) && !(isSpecial && /^[^\s#/:<>?@[\\\]^|]*$/.test(host))) throw syntaxError();
  return isSpecial ? decodeURIComponent(host).toLowerCase() : host;
}

class URL {
  #protocol = '';
  #username = '';
  #password = '';
  #hostname = '';
  #port = '';
  #pathname = '';
  #search = '';
  #hash = '';
  #isOpaque = false;
  #hasHost = false;
  /** @type {URLParams} */ #params = new URLParams('');

  /** @param {any} [text] @param {any} [base] */
  constructor(text, base) {
    if (text !== undefined) this.#parse(text, base);
  }

  /** @param {any} text @param {any} [base] */
  static parseURL(text, base) {
    const made = new URL();
    made.#parse(text, base);
    return made;
  }

  /** @param {any} text @param {any} base */
  #parse(text, base) {
    if (typeof text !== 'string') throw parameterError(`The type of ${text} must be string`);
    if (base !== undefined && typeof base !== 'string' && !(base instanceof URL)) throw parameterError(`The type of ${base} must be string or URL`);
    const trimmed = text.replace(/^[\0-\x20]+|[\0-\x20]+$/g, '').replace(/[\t\n\r]/g, '');
    const [, scheme, rest] = /^(?:([a-z][a-z0-9+.-]*):)?(.*)$/is.exec(trimmed) ?? [];
    const [, before, query, fragment] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(rest ?? '') ?? [];
    if (scheme === undefined) this.#relative(before, query, base);
    else this.#absolute(`${scheme.toLowerCase()}:`, before);
    if (query !== undefined) this.#search = query === '' ? '' : `?${encoded(query, IN_QUERY)}`;
    if (fragment !== undefined) this.#hash = fragment === '' ? '' : `#${encoded(fragment, IN_FRAGMENT)}`;
    this.#readParams();
  }

  /** @param {string} protocol @param {string} rest */
  #absolute(protocol, rest) {
    this.#protocol = protocol;
    const isSpecial = protocol in PORTS;
    const text = isSpecial ? rest.replaceAll('\\', '/') : rest;
    const [, authority, path] = (isSpecial ? /^\/*([^/]*)(\/.*)?$/s : /^\/\/([^/]*)(\/.*)?$/s).exec(text) ?? [];
    if (protocol === 'file:') {
      const file = /^(?:\/\/([^/]*))?(\/?.*)$/s.exec(text) ?? [];
      this.#hasHost = true;
      this.#hostname = checkedHost(file[1] ?? '', true);
      this.#pathname = resolvedPath(encoded((file[2] ?? '').startsWith('/') ? file[2] : `/${file[2] ?? ''}`, IN_PATH), '/');
    } else if (authority === undefined) {
      this.#isOpaque = !text.startsWith('/');
      this.#pathname = this.#isOpaque ? encoded(text, /[#?]/g) : resolvedPath(encoded(text, IN_PATH), '/');
    } else {
      this.#authority(authority, isSpecial);
      this.#pathname = path === undefined && !isSpecial ? '' : resolvedPath(encoded(path ?? '/', IN_PATH), '/');
    }
  }

  /** @param {string} authority @param {boolean} isSpecial */
  #authority(authority, isSpecial) {
    const at = authority.lastIndexOf('@');
    if (at >= 0) {
      const [name, ...secret] = authority.slice(0, at).split(':');
      this.#username = encoded(name, IN_USER);
      this.#password = encoded(secret.join(':'), IN_USER);
    }
    const [, host, port] = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(authority.slice(at + 1)) ?? [];
    if (host === undefined || (isSpecial && host === '')) throw syntaxError();
    this.#hasHost = true;
    this.#hostname = checkedHost(host, isSpecial);
    this.#setPort(port ?? '');
  }

  /** @param {string} text */
  #setPort(text) {
    if (text === '') this.#port = '';
    else if (Number(text) > 65535) throw syntaxError();
    else this.#port = String(Number(text)) === PORTS[this.#protocol] ? '' : String(Number(text));
  }

  /** @param {string} path @param {string | undefined} query @param {any} base */
  #relative(path, query, base) {
    if (base === undefined) throw syntaxError();
    const from = base instanceof URL ? base : URL.parseURL(base);
    if (path.startsWith('//')) {
      this.#absolute(from.protocol, path);
      return;
    }
    if (from.#isOpaque) throw syntaxError();
    this.#protocol = from.#protocol;
    this.#username = from.#username;
    this.#password = from.#password;
    this.#hostname = from.#hostname;
    this.#hasHost = from.#hasHost;
    this.#port = from.#port;
    this.#pathname = path === '' ? from.#pathname : resolvedPath(encoded(path, IN_PATH), from.#pathname);
    if (path === '' && query === undefined) this.#search = from.#search;
  }

  #readParams() {
    this.#params = new URLParams(this.#search, (text) => { this.#search = text === '' ? '' : `?${text}`; });
  }

  get protocol() { return this.#protocol; }
  set protocol(value) {
    const name = /^([a-z][a-z0-9+.-]*):?$/i.exec(value)?.[1].toLowerCase();
    if (name !== undefined && `${name}:` in PORTS === this.#protocol in PORTS) this.#protocol = `${name}:`;
  }

  get username() { return this.#username; }
  set username(value) { if (this.#hostname !== '') this.#username = encoded(value, IN_USER); }
  get password() { return this.#password; }
  set password(value) { if (this.#hostname !== '') this.#password = encoded(value, IN_USER); }
  get hostname() { return this.#hostname; }
  set hostname(value) { if (!this.#isOpaque) this.#hostname = checkedHost(value, this.#protocol in PORTS); }
  get port() { return this.#port; }
  set port(value) { if (/^\d*$/.test(value) && Number(value) <= 65535) this.#setPort(value); }
  get host() { return this.#port === '' ? this.#hostname : `${this.#hostname}:${this.#port}`; }
  set host(value) {
    const [, name, port] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(value) ?? [];
    if (name === undefined || this.#isOpaque) return;
    this.hostname = name;
    if (port !== undefined) this.port = port;
  }

  get pathname() { return this.#pathname; }
  set pathname(value) { if (!this.#isOpaque) this.#pathname = resolvedPath(encoded(value.startsWith('/') ? value : `/${value}`, IN_PATH), '/'); }
  get search() { return this.#search; }
  set search(value) {
    const query = value.replace(/^\?/, '');
    this.#search = query === '' ? '' : `?${encoded(query, IN_QUERY)}`;
    this.#readParams();
  }

  get hash() { return this.#hash; }
  set hash(value) {
    const fragment = value.replace(/^#/, '');
    this.#hash = fragment === '' ? '' : `#${encoded(fragment, IN_FRAGMENT)}`;
  }

  get origin() { return this.#protocol in PORTS && this.#protocol !== 'file:' ? `${this.#protocol}//${this.host}` : 'null'; }
  get params() { return this.#params; }
  get searchParams() { return this.#params; }
  get href() { return this.toString(); }
  set href(value) {
    const other = URL.parseURL(value);
    this.#protocol = other.#protocol;
    this.#username = other.#username;
    this.#password = other.#password;
    this.#hostname = other.#hostname;
    this.#hasHost = other.#hasHost;
    this.#port = other.#port;
    this.#pathname = other.#pathname;
    this.#search = other.#search;
    this.#hash = other.#hash;
    this.#isOpaque = other.#isOpaque;
    this.#readParams();
  }

  toString() {
    const user = this.#username === '' && this.#password === '' ? '' : `${this.#username}${this.#password === '' ? '' : `:${this.#password}`}@`;
    return `${this.#protocol}${this.#hasHost ? `//${user}${this.host}` : ''}${this.#pathname}${this.#search}${this.#hash}`;
  }

  toJSON() { return this.toString(); }
}

class URLSearchParams extends URLParams {}

/** @type {Record<string, any>} */
const members = { URL, URLParams, URLSearchParams };
Object.assign(exports, members);
exports.default = members;
