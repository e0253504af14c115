// The switch between light, dark, and what the system says.

function offerSchemes() {
  /** @type {NodeListOf<HTMLButtonElement>} */
  const buttons = document.querySelectorAll(".scheme button");
  const page = document.documentElement;
  const show = () => {
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String((page.dataset.scheme ?? "") === button.dataset.scheme));
    }
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const chosen = button.dataset.scheme ?? "";
      if (chosen) page.dataset.scheme = chosen;
      else delete page.dataset.scheme;
      try {
        localStorage.setItem("ohos-backup-scheme", chosen);
      } catch {
        // Refused to a page from disk by some browsers: the choice then holds until the page is closed.
      }
      show();
    });
  }
  show();
}
