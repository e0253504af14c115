// The cases of a requirement, drawn when it is opened, and what a case shows, drawn when that is opened.

/**
 * @param {string} requirement
 * @param {CaseData} told
 */
function outcomeOf(requirement, told) {
  const usual = /** @type {Outcome} */ (element(requirement).dataset.outcome);
  return told.outcome ?? usual;
}

function offerCases() {
  for (const details of requirements()) {
    details.addEventListener("toggle", () => {
      if (details.open) drawCases(details.id);
    });
  }
}

/** @returns {HTMLDetailsElement[]} */
function requirements() {
  return [...document.querySelectorAll("details.requirement")].filter((found) => found instanceof HTMLDetailsElement);
}

/**
 * Worst cases first; a lone case, or the first of the bad ones, is open from the beginning.
 * @param {string} requirement
 */
function drawCases(requirement) {
  const place = element(requirement).querySelector(".case-list");
  const cases = data.cases[requirement];
  if (!place || !cases || place.childElementCount > 0 && place.firstElementChild?.tagName !== "NOSCRIPT") return;
  const ordered = [...cases].sort(
    (one, other) => WORST_FIRST.indexOf(outcomeOf(requirement, one)) - WORST_FIRST.indexOf(outcomeOf(requirement, other)),
  );
  const reason = element(requirement).querySelector("summary .why")?.textContent ?? "";
  place.replaceChildren(
    make("h4", {}, counted(cases.length, "1 case", "{n} cases")),
    ...ordered.map((told) => caseDetails(requirement, told, reason)),
  );
  const first = place.querySelector("details.case");
  const bad = ordered[0] && !["pass", "not_applicable"].includes(outcomeOf(requirement, ordered[0]));
  if (first instanceof HTMLDetailsElement && bad) first.open = true;
}

/**
 * @param {string} requirement
 * @param {CaseData} told
 * @param {string} known The reason that the requirement's own line tells already.
 */
function caseDetails(requirement, told, known) {
  const reason = textOf(told.reason);
  const summary = make(
    "summary",
    {},
    icon("chevron"),
    badge(outcomeOf(requirement, told)),
    make("span", { class: "name" }, told.id),
    make("span", { class: "ms" }, told.takenOver ? t("taken over") : took(told.ms)),
  );
  if (reason && reason !== known) summary.append(make("span", { class: "why" }, reason));
  const body = make("div", { class: "body" });
  const outcome = outcomeOf(requirement, told);
  const details = make("details", { class: `case ${outcome}`, id: told.id }, summary, body);
  details.addEventListener("toggle", () => drawCase(told, body));
  return details;
}

/**
 * @param {CaseData} told
 * @param {HTMLElement} body
 */
function drawCase(told, body) {
  if (body.childElementCount > 0) return;
  const evidence = told.evidence ?? {};
  if (told.parameters) {
    const pairs = make("dl", { class: "parameters" });
    for (const [name, value] of told.parameters) pairs.append(make("div", {}, make("dt", {}, name), make("dd", {}, value)));
    body.append(pairs);
  }
  if (told.waiver !== undefined) body.append(titled(t("Waiver"), make("p", {}, textOf(told.waiver))));
  if (told.notEmulated) {
    const names = told.notEmulated.map((number) => make("li", {}, make("code", {}, textOf(number))));
    body.append(titled(t("Not emulated"), make("ul", {}, ...names)));
  }
  if (evidence.place || evidence.excerpt) body.append(titled(t("Where in the app"), excerptOf(evidence)));
  if (evidence.differences) body.append(differenceTree(evidence.differences));
  if (evidence.archive) body.append(archive(evidence.archive));
  if (evidence.timeline) body.append(timeline(evidence.timeline));
  if (told.replay !== undefined) {
    const command = textOf(told.replay).replace("{case}", () => told.id);
    body.append(titled(t("Run exactly this case again"), commandLine(command)));
  }
}

/** @param {number} ms Nothing for a case that was judged by what another one had done already. */
function took(ms) {
  return ms ? t("{n} ms", { n: grouped(ms) }) : "";
}

/**
 * @param {string} title
 * @param {Node} content
 */
function titled(title, content) {
  return make("section", {}, make("h5", {}, title), content);
}
