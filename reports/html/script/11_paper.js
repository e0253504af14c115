// Before printing, everything that went wrong is opened; afterwards the page is as it was.

function offerPrinting() {
  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = requirements().filter((details) => ["fail", "inconclusive", "warn"].includes(details.dataset.outcome ?? ""));
    opened = opened.filter((details) => !details.open && !details.hidden);
    for (const details of opened) {
      details.open = true;
      drawCases(details.id);
      const first = details.querySelector("details.case");
      if (first instanceof HTMLDetailsElement) openNow(first);
    }
  });
  window.addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
    opened = [];
  });
}

/**
 * The toggle event would draw the case only after the page is printed.
 * @param {HTMLDetailsElement} details
 */
function openNow(details) {
  details.open = true;
  const body = details.querySelector(".body");
  const told = Object.values(data.cases).flat().find((one) => one.id === details.id);
  if (told && body instanceof HTMLElement) drawCase(told, body);
}
