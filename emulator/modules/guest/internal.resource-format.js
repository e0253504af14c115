// Values put into a text of the resources (global_resource_management string_utils.cpp: `%d`, `%s`, `%f`, `%%`, also
// with a place as in `%2$s` and with one digit after the point as in `%.2f`).

const PLACEHOLDER = /(%%)|%(?:(\d+)\$)?(?:\.(\d))?([dsf])/g;

/** @param {number} value @param {number} [digits] */
function localised(value, digits) {
  return new Intl.NumberFormat(host.environment.locale, {
    useGrouping: false, minimumFractionDigits: digits ?? 0, maximumFractionDigits: digits ?? 6,
  }).format(value);
}

/**
 * @param {string} text @param {(string | number)[]} values
 * @returns {string | undefined} undefined when a value is missing or of the wrong type
 */
exports.formatted = (text, values) => {
  let next = 0;
  let fits = true;
  const result = text.replace(PLACEHOLDER, (_, percent, place, digits, type) => {
    if (percent) return '%';
    const value = values[place === undefined ? next++ : Number(place) - 1];
    fits &&= type === 's' ? typeof value === 'string' : typeof value === 'number' && (type === 'f' || Number.isInteger(value));
    if (!fits || type === 's') return String(value);
    return localised(/** @type {number} */ (value), type === 'f' && digits !== undefined ? Number(digits) : undefined);
  });
  return fits ? result : undefined;
};
