// The data inside the page, and how nodes and words are made from it.

/** @typedef {"fail" | "inconclusive" | "warn" | "waived" | "pass" | "not_applicable"} Outcome */
/** @typedef {[file: string, line: number, column: number]} PlaceData */
/** @typedef {[ms: number, lane: number, text: number, place?: number]} EventData */
/**
 * Numbers are places in `texts`.
 * @typedef {{
 *   place?: PlaceData,
 *   excerpt?: {file: string, first: number, lines: number[]},
 *   timeline?: EventData[],
 *   differences?: [path: number, change: number, before: number, after: number][],
 *   archive?: [path: number, part: number, size: number][],
 * }} EvidenceData
 */
/**
 * `outcome` is absent where it is the requirement's; `replay` has `{case}` for the id.
 * @typedef {{
 *   id: string, ms: number, outcome?: Outcome, reason?: number, replay?: number, parameters?: [string, string][],
 *   waiver?: number, takenOver?: boolean, notEmulated?: number[], evidence?: EvidenceData,
 * }} CaseData
 */
/** @typedef {{file: string, lines: string[], ran: number[], missed: number[]}} CoverageData */
/**
 * @typedef {{
 *   cases: Record<string, CaseData[]>, coverage: CoverageData[], texts: string[], words: Record<string, string>,
 * }} PageData
 */

/** @type {PageData} */
const data = JSON.parse(element("data").textContent ?? "");

/** @type {readonly Outcome[]} */
const WORST_FIRST = ["fail", "inconclusive", "warn", "waived", "pass", "not_applicable"];

/** @type {Record<Outcome, string>} */
const OUTCOME = {
  fail: t("Fail"),
  inconclusive: t("Inconclusive"),
  warn: t("Warning"),
  waived: t("Waived"),
  pass: t("Pass"),
  not_applicable: t("Not applicable"),
};

/**
 * English words in the page's language, `{name}` replaced.
 * @param {string} english
 * @param {Record<string, string | number>} [values]
 */
function t(english, values = {}) {
  const told = data.words[english] ?? english;
  return told.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/**
 * @param {number} number
 * @param {string} one
 * @param {string} many
 */
function counted(number, one, many) {
  return t(number === 1 ? one : many, { n: grouped(number) });
}

/** @param {number} number With commas, the same in every browser. */
function grouped(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** @param {string} id */
function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no element ${id}`);
  return found;
}

/** @param {number | undefined} number */
function textOf(number) {
  return number === undefined ? "" : (data.texts[number] ?? "");
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string>} [attributes]
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[T]}
 */
function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {(Node | string)[]} children
 * @returns {SVGElementTagNameMap[T]}
 */
function draw(tag, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/** @param {string} name */
function icon(name) {
  return draw("svg", { class: "icon", "aria-hidden": "true" }, draw("use", { href: `#icon-${name}` }));
}

/** @param {Outcome} outcome */
function badge(outcome) {
  return make("span", { class: `badge ${outcome}` }, icon(outcome), OUTCOME[outcome]);
}

/**
 * What follows `#` in a link to a requirement or case; the same as address.py makes.
 * @param {string} id
 */
function address(id) {
  const readable = /%(5B|5D|28|29|2B|2C|3A|3B|3D|40|21|2A|27|2F)/g;
  return "#" + encodeURIComponent(id).replace(readable, (code) => decodeURIComponent(code));
}
