// Numbers of resources: what the build writes in place of `$r('app.string.title')`. It numbers them in an order that no
// source tells; here a number is a hash of the name (modules/resources/identifiers.py computes the same ones), and the
// names that this realm gave a number to are remembered, so that two names never share one.

const FIRST_APP_RESOURCE = 0x01000000;
const SPAN = 0x06000000;

/** @type {Map<number, string>} */
const names = new Map();

/** @param {string} name such as `app.string.title` */
exports.idOf = (name) => {
  let hash = 0;
  for (let at = 0; at < name.length; at += 1) hash = (Math.imul(hash, 31) + name.charCodeAt(at)) >>> 0;
  let place = hash % SPAN;
  while ((names.get(FIRST_APP_RESOURCE + place) ?? name) !== name) place = (place + 1) % SPAN;
  names.set(FIRST_APP_RESOURCE + place, name);
  return FIRST_APP_RESOURCE + place;
};

/** @param {number} id @returns {string | undefined} the name, when this realm gave it that number */
exports.nameOf = (id) => names.get(id);
