// Goes where the address says: to a section, a requirement, a case, or a selection.

function followAddress() {
  const [target = "", query] = split(location.hash.slice(1));
  const found = target ? requirementOf(target) : undefined;
  if (query !== undefined || found) {
    setFilters(new URLSearchParams(query ?? ""));
    applyFilters();
  }
  if (found) show(found, target);
  else if (query !== undefined) element("requirements").scrollIntoView();
}

/**
 * @param {string} hash
 * @returns {[string, string | undefined]}
 */
function split(hash) {
  const mark = hash.indexOf("?");
  const [target, query] = mark < 0 ? [hash, undefined] : [hash.slice(0, mark), hash.slice(mark + 1)];
  try {
    return [decodeURIComponent(target), query];
  } catch {
    return [target, query];
  }
}

/** @param {string} target An id of a requirement or of a case. */
function requirementOf(target) {
  if (Object.hasOwn(data.cases, target)) return target;
  return Object.keys(data.cases).find((id) => data.cases[id]?.some((told) => told.id === target));
}

/**
 * @param {string} requirement
 * @param {string} target
 */
function show(requirement, target) {
  const details = /** @type {HTMLDetailsElement} */ (element(requirement));
  details.hidden = false;
  details.open = true;
  drawCases(requirement);
  element("by-requirement").hidden = false;
  element("all-cases").hidden = true;
  const goal = /** @type {HTMLDetailsElement} */ (document.getElementById(target) ?? details);
  if (goal !== details) {
    for (const other of details.querySelectorAll("details.case")) /** @type {HTMLDetailsElement} */ (other).open = other === goal;
  }
  goal.scrollIntoView();
  goal.querySelector("summary")?.focus({ preventScroll: true });
}

/** A link to where the address already points does nothing by itself. */
function followRepeatedLinks() {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
    if (link?.getAttribute("href") === location.hash) setTimeout(followAddress);
  });
}
