// @ohos.uri (commonlibrary_ets_utils js_api_module/uri; interface_sdk-js api/@ohos.uri.d.ts): an address in its parts, the
// encoded ones as written and the others decoded.

const { businessError } = require('@ohos.internal.arguments');

const SYNTAX = 10200002;
/** @param {unknown} value @returns {string} */
function needText(value) {
  if (typeof value !== 'string') throw businessError(401, `Parameter error. The type of ${value} must be string`);
  return value;
}

/** @param {string | null} text what is no UTF-8 stays */
function decoded(text) {
  return text === null ? null : text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

const WHOLE = /^(?:([^:/?#]+):)?([^#]*)(?:#(.*))?$/s;
const HIERARCHICAL = /^(?:\/\/([^/?]*))?([^?]*)(?:\?(.*))?$/s;

class URI {
  /** @type {Record<'scheme' | 'authority' | 'path' | 'query' | 'fragment' | 'opaque', string | null>} */
  #parts = { scheme: null, authority: null, path: null, query: null, fragment: null, opaque: null };

  /** @param {string} text */
  constructor(text) {
    if (needText(text) === '') throw businessError(401, 'Parameter error. The type of  must be string');
    this.#parse(text);
  }

  /** @param {string} text */
  #parse(text) {
    const [, scheme, rest, fragment] = WHOLE.exec(text) ?? [];
    if (/[\s<>"{}|\\^`]/.test(text)) throw businessError(SYNTAX, 'Syntax Error. Invalid Uri string: The uri contains an illegal character');
    if (scheme !== undefined && !/^[a-z][a-z0-9+.-]*$/i.test(scheme)) {
      throw businessError(SYNTAX, 'Syntax Error. Invalid Uri string: The scheme does not conform to the rule');
    }
    const parts = { scheme: scheme ?? null, authority: null, path: null, query: null, fragment: fragment ?? null, opaque: null };
    this.#parts = parts;
    if (scheme !== undefined && !rest.startsWith('/')) {
      /** @type {any} */ (parts).opaque = rest;
      return;
    }
    const [, authority, path, query] = HIERARCHICAL.exec(rest) ?? [];
    Object.assign(parts, { authority: authority ?? null, path: path ?? '', query: query ?? null });
  }

  /** @param {string} scheme @param {string} ssp @param {string} fragment */
  static createFromParts(scheme, ssp, fragment) {
    const rest = encodeURIComponent(needText(ssp));
    return new URI(`${needText(scheme)}:${rest}${needText(fragment) === '' ? '' : `#${encodeURIComponent(fragment)}`}`);
  }

  /** The same with other parts. @param {Partial<Record<string, string | null>>} changes */
  #with(changes) {
    const made = new URI(this.#text());
    Object.assign(made.#parts, changes);
    return made;
  }

  #text() {
    const { scheme, authority, path, query, fragment, opaque } = this.#parts;
    const rest = opaque ?? `${authority === null ? '' : `//${authority}`}${path}${query === null ? '' : `?${query}`}`;
    return `${scheme === null ? '' : `${scheme}:`}${rest}${fragment === null ? '' : `#${fragment}`}`;
  }

  toString() { return this.#text().replace(/[^\x20-\x7e]/gu, encodeURIComponent); }
  /** @param {URI} other */
  equals(other) { return this.equalsTo(other); }
  /** @param {any} other */
  equalsTo(other) {
    if (!(other instanceof URI)) throw businessError(401, `Parameter error. The type of ${other} must be URI`);
    return this.#text().toLowerCase() === other.#text().toLowerCase();
  }

  checkIsAbsolute() { return this.#parts.scheme !== null; }
  checkRelative() { return this.#parts.scheme === null; }
  checkOpaque() { return this.#parts.opaque !== null; }
  checkHierarchical() { return this.#parts.opaque === null; }

  normalize() {
    if (this.#parts.path === null || this.#parts.path === '') return this.#with({});
    /** @type {string[]} */
    const kept = [];
    for (const name of this.#parts.path.split('/')) {
      if (name === '..' && kept.length > 1 && kept.at(-1) !== '..') kept.pop();
      else if (name !== '.') kept.push(name);
    }
    return this.#with({ path: kept.join('/') });
  }

  /** @returns {[string, string, boolean][]} name, encoded value, whether there was a `=` */
  #query() {
    if (this.#parts.query === null) return [];
    return this.#parts.query.split('&').map((part) => {
      const at = part.indexOf('=');
      return [decoded(at < 0 ? part : part.slice(0, at)) ?? '', at < 0 ? '' : part.slice(at + 1), at >= 0];
    });
  }

  /** @param {string} key */
  getQueryValue(key) {
    needText(key);
    const found = this.#query().find(([name]) => name === key);
    return found === undefined ? null : decoded(found[1].replaceAll('+', ' '));
  }

  /** @param {string} key */
  getQueryValues(key) { needText(key); return this.#query().filter(([name]) => name === key).map(([, value]) => decoded(value)); }
  getQueryNames() { return [...new Set(this.#query().map(([name]) => name))]; }

  /** @param {string} key @param {boolean} otherwise */
  getBooleanQueryValue(key, otherwise) {
    if (typeof otherwise !== 'boolean') throw businessError(401, `Parameter error. The type of ${key} must be boolean`);
    const value = this.getQueryValue(key);
    return value === null ? otherwise : !['false', '0'].includes(value.toLowerCase());
  }

  /** @param {string} key @param {string} value */
  addQueryValue(key, value) {
    const added = `${encodeURIComponent(needText(key))}=${encodeURIComponent(needText(value))}`;
    return this.#with({ query: this.#parts.query ? `${this.#parts.query}&${added}` : added });
  }

  clearQuery() { return this.#with({ query: null }); }

  getSegment() { return (this.#parts.path ?? '').split('/').filter((name) => name !== '').map((name) => decoded(name)); }
  getLastSegment() { return this.getSegment().at(-1) ?? ''; }
  /** @param {string} segment */
  addSegment(segment) { return this.addEncodedSegment(encodeURIComponent(needText(segment))); }
  /** @param {string} segment */
  addEncodedSegment(segment) {
    const path = this.#parts.path ?? '';
    return this.#with({ path: `${path}${path.endsWith('/') ? '' : '/'}${needText(segment)}` });
  }

  #authority() {
    return /^(?:(.*)@)?(\[[^\]]*\]|[^:]*)(?::(\d+))?$/s.exec(this.#parts.authority ?? '') ?? [];
  }

  get scheme() { return this.#parts.scheme; }
  set scheme(value) { if (value) this.#parts.scheme = value; }
  get encodedAuthority() { return this.#parts.authority; }
  set encodedAuthority(value) { if (value !== null) this.#parts.authority = value; }
  get authority() { return decoded(this.#parts.authority); }
  set authority(value) { if (value !== null) this.#parts.authority = encodeURI(value); }
  get encodedUserInfo() { return this.#authority()[1] ?? null; }
  set encodedUserInfo(value) { if (value !== null) this.#parts.authority = `${value}@${(this.#parts.authority ?? '').replace(/^.*@/, '')}`; }
  get userInfo() { return decoded(this.encodedUserInfo); }
  set userInfo(value) { if (value !== null) this.encodedUserInfo = encodeURIComponent(value); }
  get host() { return this.#authority()[2] || null; }
  get port() { return this.#authority()[3] ?? '-1'; }
  get encodedPath() { return this.#parts.path; }
  set encodedPath(value) { if (value !== null) this.#parts.path = value; }
  get path() { return decoded(this.#parts.path); }
  set path(value) { if (value !== null) this.#parts.path = encodeURI(value); }
  get encodedQuery() { return this.#parts.query; }
  set encodedQuery(value) { if (value !== null) this.#parts.query = value; }
  get query() { return decoded(this.#parts.query); }
  set query(value) { if (value !== null) this.#parts.query = encodeURI(value); }
  get encodedFragment() { return this.#parts.fragment; }
  set encodedFragment(value) { if (value !== null) this.#parts.fragment = value; }
  get fragment() { return decoded(this.#parts.fragment); }
  set fragment(value) { if (value !== null) this.#parts.fragment = encodeURIComponent(value); }
  get encodedSSP() { return this.#with({ scheme: null, fragment: null }).#text(); }
  set encodedSSP(value) { this.#parse(`${this.#parts.scheme === null ? '' : `${this.#parts.scheme}:`}${value}${this.#parts.fragment === null ? '' : `#${this.#parts.fragment}`}`); }
  get ssp() { return decoded(this.encodedSSP) ?? ''; }
  set ssp(value) { this.encodedSSP = encodeURI(value); }
}

exports.URI = URI;
exports.default = { URI };
