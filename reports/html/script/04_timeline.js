// What happened in a case: lanes on the virtual clock, and the same as a list that a screen reader can read.

const LANES = ["callback", "file", "log", "framework", "client", "problem"];

/** Milliseconds without an event that are worth a line of their own. */
const PAUSE = 1000;

/** @param {string} lane */
function laneName(lane) {
  /** @type {Record<string, string>} */
  const names = {
    callback: t("callback"),
    file: t("file"),
    log: t("log"),
    framework: t("framework"),
    client: t("client"),
    problem: t("problem"),
  };
  return names[lane] ?? lane;
}

/** @param {number} ms */
function spanOf(ms) {
  if (ms < 1000) return t("{n} ms", { n: grouped(ms) });
  if (ms < 120_000) return t("{n} s", { n: Number((ms / 1000).toFixed(3)) });
  return t("{n} min", { n: Number((ms / 60_000).toFixed(1)) });
}

/** @param {EventData[]} events */
function timeline(events) {
  const list = make("ol", { class: "timeline", tabindex: "0", "aria-label": t("What happened, on the virtual clock") });
  let before = /** @type {number | undefined} */ (undefined);
  for (const [ms, lane, text, place] of events) {
    if (before !== undefined && ms - before >= PAUSE) {
      list.append(make("li", { class: "pause" }, t("{span} pass", { span: spanOf(ms - before) })));
    }
    list.append(eventLine(ms, textOf(lane), textOf(text), place === undefined ? "" : textOf(place), ms === before));
    before = ms;
  }
  const shown = make("div", { class: "lanes", role: "group", "aria-label": t("Lanes") });
  for (const lane of LANES.filter((name) => events.some((event) => textOf(event[1]) === name))) {
    const box = make("input", { type: "checkbox", checked: "" });
    box.addEventListener("change", () => {
      for (const line of list.querySelectorAll(`.lane-${lane}`)) /** @type {HTMLElement} */ (line).hidden = !box.checked;
    });
    shown.append(make("label", { class: `lane-${lane}` }, box, laneName(lane)));
  }
  return make("section", {}, make("h5", {}, t("What happened")), clock(events), shown, list);
}

/**
 * @param {number} ms
 * @param {string} lane
 * @param {string} text
 * @param {string} place
 * @param {boolean} same The event before was at the same time.
 */
function eventLine(ms, lane, text, place, same) {
  const what = make("span", { class: "what" }, text);
  if (place) what.append(" ", make("code", {}, place));
  return make(
    "li",
    { class: `lane-${lane}${same ? " same" : ""}` },
    make("span", { class: "time" }, t("{n} ms", { n: grouped(ms) })),
    make("span", { class: "rail", "aria-hidden": "true" }, make("i")),
    make("span", { class: "lane" }, laneName(lane)),
    what,
  );
}

/**
 * The whole case at a glance: a lane a row, an event a dot; where the clock moves on there is a tick.
 * Events stand side by side even at the same virtual moment, for much happens in none of its milliseconds.
 * @param {EventData[]} events
 */
function clock(events) {
  const left = 76;
  const row = 15;
  const top = 20;
  const lanes = LANES.filter((name) => events.some((event) => textOf(event[1]) === name));
  const bottom = top + lanes.length * row;
  /** @type {number[]} */
  const at = [];
  const ticks = [];
  let x = left + 8;
  let labelled = -Infinity;
  for (const [index, [ms]] of events.entries()) {
    const moved = index === 0 || ms !== events[index - 1]?.[0];
    if (moved && index > 0) x += 10;
    at.push(x);
    if (moved) {
      ticks.push(draw("line", { class: "tick", x1: x - 6, x2: x - 6, y1: top - 4, y2: bottom }));
      if (x - labelled > 52) {
        ticks.push(draw("text", { x: x - 6, y: 12 }, spanOf(ms)));
        labelled = x;
      }
    }
    x += 10;
  }
  const width = Math.max(x + 40, 320);
  const picture = draw("svg", { width, height: bottom + 6, viewBox: `0 0 ${width} ${bottom + 6}` });
  for (const [index, lane] of lanes.entries()) {
    const y = top + index * row + row / 2;
    picture.append(
      draw("text", { class: `lane-name lane-${lane}`, x: 8, y: y + 3.5 }, laneName(lane)),
      draw("line", { x1: left, x2: width, y1: y, y2: y }),
    );
  }
  picture.append(...ticks);
  for (const [index, [, lane]] of events.entries()) {
    const name = textOf(lane);
    const y = top + lanes.indexOf(name) * row + row / 2;
    if (lanes.includes(name)) picture.append(draw("circle", { class: `lane-${name}`, cx: at[index] ?? 0, cy: y, r: 3.6 }));
  }
  return make("div", { class: "clock", "aria-hidden": "true" }, picture);
}
