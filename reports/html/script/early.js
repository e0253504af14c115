// Before the first paint: says that scripts run, and brings back the colour scheme that the reader chose.
{
  const page = document.documentElement;
  page.classList.add("scripted");
  try {
    const chosen = localStorage.getItem("ohos-backup-scheme");
    if (chosen === "light" || chosen === "dark") page.dataset.scheme = chosen;
  } catch {
    // A browser may refuse storage to a page from disk; then the system's scheme is right.
  }
}
