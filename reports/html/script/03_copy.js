// Buttons that copy a command.

function offerCopying() {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button.copy") : null;
    if (button instanceof HTMLButtonElement) void copyFrom(button);
  });
}

/** @param {HTMLButtonElement} button */
async function copyFrom(button) {
  const text = button.dataset.copy ?? "";
  const before = button.textContent;
  button.textContent = (await copied(text)) ? t("Copied") : t("Press Ctrl+C");
  setTimeout(() => (button.textContent = before), 2000);
}

/**
 * Falls back to a selection, for a page from disk has no clipboard in some browsers.
 * @param {string} text
 */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = make("textarea", { class: "unseen", "aria-hidden": "true" });
    field.value = text;
    document.body.append(field);
    const focused = document.activeElement;
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (focused instanceof HTMLElement) focused.focus();
    return done;
  }
}

/** @param {string} text */
function commandLine(text) {
  return make(
    "div",
    { class: "command" },
    make("code", {}, text),
    make("button", { type: "button", class: "copy", "data-copy": text, "aria-label": t("Copy the command") }, t("Copy")),
  );
}
