// @ohos.xml: writing XML into a buffer and reading it event by event (commonlibrary_ets_utils js_api_module/xml;
// interface_sdk-js api/@ohos.xml.d.ts).

const { businessError } = require('@ohos.internal.arguments');

const EventType = Object.freeze({
  START_DOCUMENT: 0, END_DOCUMENT: 1, START_TAG: 2, END_TAG: 3, TEXT: 4, CDSECT: 5, COMMENT: 6, DOCDECL: 7, INSTRUCTION: 8,
  ENTITY_REFERENCE: 9, WHITESPACE: 10,
});

/** @param {string} detail */
const parameterError = (detail) => businessError(401, `Parameter error. ${detail}`);
/** @param {unknown} value */
function needText(value) {
  if (typeof value !== 'string') throw parameterError(`The type of ${value} must be string`);
  return value.toWellFormed();
}
/** @type {Record<string, string>} */
const ESCAPES = { "'": '&apos;', '"': '&quot;', '&': '&amp;', '>': '&gt;', '<': '&lt;' };
/** @param {string} text */
const escaped = (text) => text.replace(/['"&<>]/g, (letter) => ESCAPES[letter]);

/** What both serializers write; how it is kept is theirs. */
class Writer {
  /** @type {{prefix: string, name: string, namespaces: [string, string][]}[]} */ #open = [];
  /** @type {[string, string][]} */ #pending = [];
  #prefix = '';
  /** What was written last. */
  #last = '';

  /** @param {string} _text */
  put(_text) {}

  /** What must be written before anything inside the open tag. */
  #closed() {
    if (this.#last !== 'start' && this.#last !== 'attribute') return '';
    const text = this.#pending.map(([prefix, namespace]) => ` xmlns:${prefix}="${namespace}"`).join('');
    this.#pending = [];
    return `${text}>`;
  }

  #line() { return this.#last === '' ? '' : `\r\n${'  '.repeat(this.#open.length)}`; }

  /** @param {string} text @param {string} what */
  #add(text, what) {
    this.put(text);
    this.#last = what;
  }

  /** @param {string} encoding */
  declare(encoding) {
    if (this.#last !== '') throw parameterError('illegal position for declaration');
    this.#add(`<?xml version="1.0" encoding="${encoding}"?>`, 'declaration');
  }

  /** @param {string} prefix @param {string} namespace */
  setNamespace(prefix, namespace) {
    const text = this.#closed();
    this.#prefix = needText(prefix);
    this.#pending.push([this.#prefix, needText(namespace)]);
    this.#add(text, 'namespace');
  }

  /** @param {string} name */
  startElement(name) {
    needText(name);
    const text = this.#closed() + (this.#last === 'declaration' ? '' : this.#line());
    const prefix = this.#prefix || (this.#open.at(-1)?.prefix ?? '');
    this.#prefix = '';
    this.#open.push({ prefix, name, namespaces: [] });
    this.#add(`${text}<${prefix ? `${prefix}:` : ''}${name}`, 'start');
  }

  /** @param {string} name @param {string} value */
  setAttributes(name, value) {
    if (this.#last !== 'start' && this.#last !== 'attribute') throw parameterError('illegal position for attribute');
    this.#add(` ${needText(name)}="${escaped(needText(value))}"`, 'attribute');
  }

  /** @param {string} name */
  addEmptyElement(name) { this.#add(`${this.#closed()}${this.#line()}<${needText(name)}/>`, 'empty'); }

  endElement() {
    const within = this.#last === 'start' || this.#last === 'attribute';
    const closed = within ? this.#closed().replace(/>$/, '/>') : '';
    const open = this.#open.pop();
    if (open === undefined) return;
    const line = this.#last === 'text' ? '' : this.#line();
    this.#add(within ? closed : `${line}</${open.prefix ? `${open.prefix}:` : ''}${open.name}>`, 'end');
  }

  /** @param {string} text */
  setText(text) { this.#add(this.#closed() + escaped(needText(text)), 'text'); }
  /** @param {string} text */
  setComment(text) { this.#add(`${this.#closed()}${this.#line()}<!--${needText(text)}-->`, 'comment'); }
  /** @param {string} text */
  setCDATA(text) {
    this.#add(`${this.#closed()}${this.#line()}<![CDATA[${needText(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`, 'cdata');
  }
  /** @param {string} text */
  setCdata(text) { this.setCDATA(text); }
  /** @param {string} text */
  setDocType(text) { this.#add(`${this.#closed()}${this.#line()}<!DOCTYPE ${needText(text)}>`, 'doctype'); }
}

/** @param {unknown} encoding */
function checkedEncoding(encoding = 'utf-8') {
  const name = needText(encoding);
  if (name.toLowerCase() !== 'utf-8') throw parameterError('Just support utf-8');
  return name;
}

/** Writes into the app's own buffer; what does not fit is left out, as js_xml.cpp does. */
class XmlSerializer extends Writer {
  /** @type {Uint8Array} */ #target;
  #at = 0;
  #encoding;

  /** @param {ArrayBuffer | DataView} buffer @param {string} [encoding] */
  constructor(buffer, encoding) {
    super();
    if (buffer instanceof ArrayBuffer) this.#target = new Uint8Array(buffer);
    else if (buffer instanceof DataView) this.#target = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
    else throw parameterError('The type of the first parameter must be ArrayBuffer or DataView');
    if (this.#target.length === 0) throw parameterError('The length of the buffer must not be 0');
    this.#encoding = checkedEncoding(encoding);
  }

  setDeclaration() { this.declare(this.#encoding); }

  /** @param {string} text */
  put(text) {
    const bytes = host.call('text.encode', text, 'utf-8');
    if (this.#target.length - this.#at < bytes.length) return;
    this.#target.set(bytes, this.#at);
    this.#at += bytes.length;
  }
}

/** Keeps what is written in a buffer that grows. */
class XmlDynamicSerializer extends Writer {
  #text = '';
  #encoding;

  /** @param {string} [encoding] */
  constructor(encoding) {
    super();
    this.#encoding = checkedEncoding(encoding);
  }

  setDeclaration() { this.declare(this.#encoding); }
  /** @param {string} text */
  put(text) { this.#text += text; }
  /** @returns {ArrayBuffer} */
  getOutput() { return host.call('text.encode', this.#text, 'utf-8').buffer; }
}

class XmlPullParser {
  /** @type {Uint8Array} */ #data;

  /** @param {ArrayBuffer | DataView} buffer @param {string} [encoding] */
  constructor(buffer, encoding) {
    if (buffer instanceof ArrayBuffer) this.#data = new Uint8Array(buffer);
    else if (buffer instanceof DataView) this.#data = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
    else throw parameterError('The type of the first parameter must be ArrayBuffer or DataView');
    checkedEncoding(encoding);
  }

  /** @param {any} options */
  parse(options) { this.parseXml(options); }

  /** @param {any} options */
  parseXml(options) {
    if (typeof options !== 'object' || options === null) throw parameterError('The type of options must be object');
    const end = this.#data.indexOf(0);
    const data = end < 0 ? this.#data : this.#data.subarray(0, end);
    const tag = options.tagValueCallbackFunction;
    const token = options.tokenValueCallbackFunction;
    for (const event of host.call('xml.pull', options.ignoreNameSpace !== true, options.supportDoctype === true, data)) {
      const [type, depth, line, column, name, namespace, prefix, text, isEmpty, isBlank, attributes] = event;
      if (typeof tag === 'function' && tag(name, text) === false && type === EventType.START_TAG) return;
      const isStart = type === EventType.START_TAG;
      const info = {
        getColumnNumber: () => column, getDepth: () => depth, getLineNumber: () => line, getName: () => name,
        getNamespace: () => namespace, getPrefix: () => prefix, getText: () => text, isEmptyElementTag: () => isEmpty,
        isWhitespace: () => isBlank, getAttributeCount: () => (isStart ? attributes.length : -1),
      };
      if (typeof token === 'function' && token(type, info) !== true) return;
      for (const [key, value] of attributes) {
        if (options.attributeWithTagCallbackFunction?.(name, key, value) !== true) break;
      }
      for (const [key, value] of attributes) if (options.attributeValueCallbackFunction?.(key, value) !== true) break;
    }
  }
}

/** @type {Record<string, any>} */
const members = { EventType, XmlSerializer, XmlDynamicSerializer, XmlPullParser };
Object.assign(exports, members);
exports.default = members;
