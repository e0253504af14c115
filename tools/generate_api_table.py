"""Generates emulator/modules/apis.json from a checkout or bare mirror of openharmony/interface_sdk-js.

    python tools/generate_api_table.py PATH [--output FILE]

The table holds, for every importable module, what it has at run time: the members of its default export and the
other exports, each as a kind letter (f function, c class, e enum, v constant, n namespace), the API version that it
came with, ``s`` when only system apps may use it and ``d`` with the version that deprecated it. Types are left out.
"""

from __future__ import annotations

from declarations import MODULE_FILE, Tree, main
from declared_values import Declarations, Value


def entry(exports: dict[str, Value] | None) -> dict[str, object]:
    """``default``: text of a class, function or value; ``members``: its members; ``named``: the other exports."""
    if exports is None:
        return {"open": True}
    found: dict[str, object] = {}
    default = exports.pop("default", None)
    if default is not None:
        found["default"] = str(default)
        if default.members:
            found["members"] = {name: str(value) for name, value in sorted(default.members.items())}
    if exports:
        found["named"] = {name: str(value) for name, value in sorted(exports.items())}
    return found


def table(tree: Tree) -> dict[str, object]:
    names = tree.names()
    known = set(names)
    declarations = Declarations(lambda name: tree.text(name) if name in known else None)
    modules: dict[str, dict[str, object]] = {}
    for name in names:
        if match := MODULE_FILE.match(name):
            modules[match[1]] = entry(declarations.exports(name))
    return {"source": tree.source(), "modules": dict(sorted(modules.items()))}


if __name__ == "__main__":
    main(table, "apis.json", __doc__)
