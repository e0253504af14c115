// Every case that ran as one table that sorts; drawn when it is asked for, some rows at a time.

/** Rows drawn at once: enough to scroll through, few enough to appear at once. */
const ROWS = 250;

/** @typedef {{id: string, outcome: Outcome, level: string, family: string, ms: number, reason: string, requirement: string}} Row */

/** @type {{by: keyof Row, down: boolean}} */
const order = { by: "outcome", down: false };

/** @type {Row[] | undefined} */
let everyRow;

/** @returns {Row[]} */
function rows() {
  if (everyRow) return everyRow;
  everyRow = requirements().flatMap((details) =>
    (data.cases[details.id] ?? []).map((told) => ({
      id: told.id,
      outcome: outcomeOf(details.id, told),
      level: details.dataset.level ?? "",
      family: familyOf(details),
      ms: told.ms,
      reason: textOf(told.reason),
      requirement: details.id,
    })),
  );
  return everyRow;
}

/** @param {Element} details */
function familyOf(details) {
  const section = details.closest("section.family");
  return section instanceof HTMLElement ? (section.dataset.family ?? "") : "";
}

/**
 * @param {Row[]} chosen
 * @param {() => void} again Called after the order has changed.
 */
function drawTable(chosen, again) {
  const sorted = [...chosen].sort((one, other) => (order.down ? -1 : 1) * compared(one, other));
  const body = make("tbody");
  const more = make("button", { type: "button", class: "plain more" });
  const extend = () => {
    const shown = body.childElementCount;
    body.append(...sorted.slice(shown, shown + ROWS).map(tableRow));
    const left = sorted.length - body.childElementCount;
    more.hidden = left <= 0;
    more.textContent = counted(left, "Show 1 more", "Show {n} more");
  };
  more.addEventListener("click", extend);
  extend();
  /** @type {[keyof Row, string][]} */
  const columns = [
    ["id", t("Case")],
    ["outcome", t("Outcome")],
    ["level", t("Level")],
    ["family", t("Family")],
    ["ms", t("Time")],
    ["reason", t("Reason")],
  ];
  const head = make("tr");
  for (const [column, title] of columns) {
    const button = make("button", { type: "button" }, title);
    button.addEventListener("click", () => {
      order.down = order.by === column && !order.down;
      order.by = column;
      again();
      /** @type {HTMLElement | null} */ (document.querySelector("#all-cases [aria-sort] button"))?.focus();
    });
    const cell = make("th", { scope: "col", ...(column === "ms" ? { class: "figure" } : {}) }, button);
    if (order.by === column) cell.setAttribute("aria-sort", order.down ? "descending" : "ascending");
    head.append(cell);
  }
  const caption = make("caption", { class: "unseen" }, t("All cases"));
  const table = make("table", { class: "all-cases" }, caption, make("thead", {}, head), body);
  element("all-cases").replaceChildren(table, more);
}

/**
 * @param {Row} one
 * @param {Row} other
 */
function compared(one, other) {
  const by = order.by;
  if (by === "ms") return one.ms - other.ms;
  if (by === "outcome") return WORST_FIRST.indexOf(one.outcome) - WORST_FIRST.indexOf(other.outcome);
  return one[by] < other[by] ? -1 : one[by] > other[by] ? 1 : 0;
}

/** @param {Row} row */
function tableRow(row) {
  return make(
    "tr",
    {},
    make("td", {}, make("a", { href: address(row.id) }, row.id)),
    make("td", {}, badge(row.outcome)),
    make("td", {}, make("span", { class: "level" }, row.level)),
    make("td", {}, row.family),
    make("td", { class: "figure" }, took(row.ms)),
    make("td", {}, row.reason),
  );
}
