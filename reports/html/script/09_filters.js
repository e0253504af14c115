// What is shown, and the address that says so: `#RST-001[typical]?outcome=fail` is a case and the filters.

/** @typedef {{q: string, outcome: string[], level: string, family: string, view: string}} Filters */

/** @returns {HTMLFormElement} */
function form() {
  const found = document.querySelector("form.filters");
  if (!(found instanceof HTMLFormElement)) throw new Error("the page has no filters");
  return found;
}

/** @returns {Filters} */
function filters() {
  const fields = new FormData(form());
  /** @param {string} name */
  const one = (name) => String(fields.get(name) ?? "").trim();
  return { q: one("q"), outcome: fields.getAll("outcome").map(String), level: one("level"), family: one("family"), view: one("view") };
}

/** @param {URLSearchParams} told */
function setFilters(told) {
  const outcomes = (told.get("outcome") ?? "").split(",");
  for (const field of form().elements) {
    if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = outcomes.includes(field.value);
    else if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) {
      field.value = told.get(field.name) ?? "";
      if (field instanceof HTMLSelectElement && field.selectedIndex < 0) field.selectedIndex = 0;
    }
  }
}

/** The filters as the part of an address after `?`, empty when everything is shown. */
function filterQuery() {
  const wanted = filters();
  const told = new URLSearchParams();
  if (wanted.q) told.set("q", wanted.q);
  if (wanted.outcome.length) told.set("outcome", wanted.outcome.join(","));
  for (const name of /** @type {const} */ (["level", "family", "view"])) if (wanted[name]) told.set(name, wanted[name]);
  const query = told.toString().replaceAll("%2C", ",");
  return query && `?${query}`;
}

/** @type {Map<string, string>} Texts of requirements and their cases, lower case, made at the first search. */
const searchable = new Map();

/** @param {HTMLDetailsElement} details */
function searchText(details) {
  let text = searchable.get(details.id);
  if (text === undefined) {
    const cases = (data.cases[details.id] ?? []).map((told) => `${told.id} ${textOf(told.reason)}`);
    text = [details.textContent, ...cases].join(" ").toLowerCase();
    searchable.set(details.id, text);
  }
  return text;
}

/** Shows what the filters let through, and says how much that is. */
function applyFilters() {
  const wanted = filters();
  const words = wanted.q.toLowerCase().split(/\s+/).filter(Boolean);
  const asTable = wanted.view === "cases";
  let shown = 0;
  let all = 0;
  if (asTable) {
    all = rows().length;
    const chosen = rows().filter(
      (row) =>
        passes(wanted, row.outcome, row.level, row.family) &&
        words.every((word) => `${row.id} ${row.reason}`.toLowerCase().includes(word)),
    );
    shown = chosen.length;
    drawTable(chosen, applyFilters);
  } else {
    for (const details of requirements()) {
      const { outcome = "", level = "" } = details.dataset;
      const visible =
        passes(wanted, outcome, level, familyOf(details)) && words.every((word) => searchText(details).includes(word));
      details.hidden = !visible;
      all += 1;
      shown += Number(visible);
    }
    for (const section of document.querySelectorAll("section.family")) {
      /** @type {HTMLElement} */ (section).hidden = !section.querySelector("details.requirement:not([hidden])");
    }
  }
  element("by-requirement").hidden = asTable;
  element("all-cases").hidden = !asTable;
  element("none-shown").hidden = shown > 0;
  const what = asTable ? counted(all, "1 case", "{n} cases") : counted(all, "1 requirement", "{n} requirements");
  element("shown").textContent = shown === all ? what : t("{n} of {what}", { n: grouped(shown), what });
}

/**
 * @param {Filters} wanted
 * @param {string} outcome
 * @param {string} level
 * @param {string} family
 */
function passes(wanted, outcome, level, family) {
  return (
    (wanted.outcome.length === 0 || wanted.outcome.includes(outcome)) &&
    (!wanted.level || wanted.level === level) &&
    (!wanted.family || wanted.family === family)
  );
}

function offerFilters() {
  const changed = () => {
    applyFilters();
    history.replaceState(null, "", filterQuery() ? `#${filterQuery()}` : location.href.split("#")[0]);
  };
  form().addEventListener("input", changed);
  form().addEventListener("reset", () => setTimeout(changed));
  form().addEventListener("submit", (event) => event.preventDefault());
}
