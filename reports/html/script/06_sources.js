// The app's own lines: around the place where a case went wrong, and a whole file with what ran of it.

/** @param {EvidenceData} evidence */
function excerptOf(evidence) {
  const place = evidence.place;
  const caption = place ? placeText(place) : (evidence.excerpt?.file ?? "");
  const figure = make("figure", { class: "source" }, make("figcaption", {}, make("code", {}, caption)));
  const excerpt = evidence.excerpt;
  if (excerpt) {
    const code = make("code");
    for (const [index, line] of excerpt.lines.entries()) {
      const number = excerpt.first + index;
      code.append(sourceLine(number, textOf(line), number === place?.[1] ? "line meant" : "line"));
    }
    figure.append(make("pre", { tabindex: "0" }, code));
  }
  return figure;
}

/** @param {PlaceData} place */
function placeText([file, line, column]) {
  return [file, line, column].filter(Boolean).join(":");
}

/**
 * @param {number} number
 * @param {string} text
 * @param {string} kind
 * @param {string} [note]
 */
function sourceLine(number, text, kind, note) {
  const line = make("span", { class: kind }, make("span", { class: "number" }, `${number} `));
  if (note !== undefined) line.append(make("span", { class: "ran-or-not" }, `${note} `));
  line.append(`${text}\n`);
  return line;
}

/** Draws a file of the coverage when it is opened. */
function offerCoverage() {
  for (const details of /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("details.covered"))) {
    details.addEventListener("toggle", () => drawCoverage(details), { once: true });
  }
}

/** @param {HTMLDetailsElement} details */
function drawCoverage(details) {
  const file = data.coverage[Number(details.dataset.covered)];
  const body = details.querySelector(".body");
  if (!file || !body) return;
  const ran = new Set(file.ran);
  const missed = new Set(file.missed);
  const code = make("code");
  for (const [index, text] of file.lines.entries()) {
    const number = index + 1;
    const state = ran.has(number) ? "line ran" : missed.has(number) ? "line never" : "line";
    const note = state === "line ran" ? t("ran") : state === "line never" ? t("never") : "";
    code.append(sourceLine(number, text, state, note));
  }
  body.append(make("figure", { class: "source" }, make("pre", { tabindex: "0" }, code)));
}
