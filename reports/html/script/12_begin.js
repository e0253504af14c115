// What happens when the page has been read.

function begin() {
  offerSchemes();
  offerCopying();
  offerCases();
  offerCoverage();
  offerFilters();
  offerPrinting();
  applyFilters();
  followAddress();
  // The browser itself goes to the address once the page is loaded, and takes the focus away from the case.
  window.addEventListener("load", () => setTimeout(followAddress));
  followRepeatedLinks();
  window.addEventListener("hashchange", followAddress);
  document.documentElement.dataset.ready = "";
}
