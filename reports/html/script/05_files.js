// Files of the app: how they differ afterwards, and what the archive carried.

/** @typedef {{folders: Map<string, Folder>, files: Node[]}} Folder */

/** @param {string} change */
function changeName(change) {
  /** @type {Record<string, string>} */
  const names = {
    missing: t("missing"),
    unexpected: t("unexpected"),
    kind: t("other kind"),
    content: t("content"),
    mode: t("permissions"),
    time: t("time"),
  };
  return names[change] ?? change;
}

/** @param {NonNullable<EvidenceData["differences"]>} differences */
function differenceTree(differences) {
  /** @type {Folder} */
  const root = { folders: new Map(), files: [] };
  for (const [path, change, before, after] of differences) {
    const parts = textOf(path).split("/");
    const name = parts.pop() || "/";
    let folder = root;
    for (const part of parts.filter(Boolean)) {
      const next = folder.folders.get(part) ?? { folders: new Map(), files: [] };
      folder.folders.set(part, next);
      folder = next;
    }
    folder.files.push(difference(name, textOf(change), textOf(before), textOf(after)));
  }
  const tree = make("ul", { class: "tree" });
  tree.append(...branches(root));
  return make("section", {}, make("h5", {}, t("How the files differ afterwards")), tree);
}

/**
 * @param {string} name
 * @param {string} change
 * @param {string} before
 * @param {string} after
 */
function difference(name, change, before, after) {
  const line = make(
    "div",
    {},
    make("span", { class: `change ${change}` }, changeName(change)),
    make("span", { class: "name" }, name),
  );
  if (before || after) {
    const states = before && after ? t("{before} became {after}", { before, after }) : before || after;
    line.append(make("span", { class: "states" }, states));
  }
  return make("li", {}, line);
}

/**
 * Folders with a single folder in them and nothing else share a line.
 * @param {Folder} folder
 * @returns {Node[]}
 */
function branches(folder) {
  const made = [...folder.files];
  for (const [name, inner] of [...folder.folders].sort(([one], [other]) => (one < other ? -1 : 1))) {
    let path = name;
    let last = inner;
    while (last.files.length === 0 && last.folders.size === 1) {
      const only = last.folders.entries().next().value;
      if (!only) break;
      path += `/${only[0]}`;
      last = only[1];
    }
    const shown = folder.files.length || folder.folders.size ? path : `/${path}`;
    made.push(make("li", {}, make("div", { class: "folder" }, `${shown}/`), make("ul", {}, ...branches(last))));
  }
  return made;
}

/** @param {NonNullable<EvidenceData["archive"]>} entries */
function archive(entries) {
  const body = make("tbody");
  let total = 0;
  for (const [path, part, size] of entries) {
    total += size;
    body.append(
      make(
        "tr",
        {},
        make("td", {}, make("code", {}, textOf(path))),
        make("td", {}, make("code", {}, textOf(part))),
        make("td", { class: "figure" }, grouped(size)),
      ),
    );
  }
  const head = make("tr", {});
  for (const [title, kind] of [[t("File"), ""], [t("In"), ""], [t("Bytes"), "figure"]]) {
    head.append(make("th", { scope: "col", ...(kind ? { class: kind } : {}) }, title ?? ""));
  }
  const files = counted(entries.length, "1 file", "{n} files");
  return make(
    "details",
    { class: "archive" },
    make("summary", {}, icon("chevron"), t("What the backup carried: {files}, {n} bytes", { files, n: grouped(total) })),
    make("div", { class: "scroll", tabindex: "0" }, make("table", {}, make("thead", {}, head), body)),
  );
}
