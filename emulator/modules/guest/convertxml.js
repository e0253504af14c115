// @ohos.convertxml: an XML text as an object (commonlibrary_ets_utils js_api_module/convertxml; interface_sdk-js
// api/@ohos.convertxml.d.ts). A text that is not well formed gives what can be seen of it, never an error.

const { businessError } = require('@ohos.internal.arguments');

const FLAGS = [
  'trim', 'ignoreDeclaration', 'ignoreInstruction', 'ignoreAttributes', 'ignoreComment', 'ignoreCDATA', 'ignoreDoctype', 'ignoreText',
];
const KEYS = [
  'declarationKey', 'instructionKey', 'attributesKey', 'textKey', 'cdataKey', 'doctypeKey', 'commentKey', 'parentKey', 'typeKey',
  'nameKey', 'elementsKey',
];

class ConvertXML {
  /** @type {Record<string, unknown>} what earlier calls chose stays */
  #options = {};

  /** @param {any} text @param {any} options @param {'whole' | 'fast'} form */
  #converted(text, options, form) {
    if (typeof text !== 'string') throw businessError(401, `Parameter error.The type of ${text} must be string`);
    if (options && typeof options !== 'object') throw businessError(401, `Parameter error.The type of ${options} must be object`);
    if (options) {
      for (const name of FLAGS) if (typeof options[name] === 'boolean') this.#options[name] = options[name];
      for (const name of KEYS) if (typeof options[name] === 'string') this.#options[name] = options[name];
    }
    return host.call('xml.convert', text.toWellFormed(), this.#options, form);
  }

  /** @param {string} text @param {object} [options] */
  convert(text, options) { return this.#converted(text, options, 'whole'); }
  /** @param {string} text @param {object} [options] */
  convertToJSObject(text, options) { return this.#converted(text, options, 'whole'); }
  /** @param {string} text @param {object} [options] */
  fastConvertToJSObject(text, options) { return this.#converted(text, options, 'fast'); }
  /** @param {string} text @param {object} [options] */
  largeConvertToJSObject(text, options) { return this.#converted(text, options, 'fast'); }
}

exports.ConvertXML = ConvertXML;
exports.default = { ConvertXML };
