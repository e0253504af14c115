"""Generates emulator/modules/globals.json from a checkout or bare mirror of openharmony/interface_sdk-js.

    python tools/generate_global_table.py PATH [--output FILE]

The table holds the names that ArkUI adds to the global scope at run time: classes, enums, functions, constants. Their
values are not taken from the declarations, which differ from what a device has (colours are texts there, say). It also
holds the system capabilities of the device type "default", which canIUse tells.
Sources: api/@internal/component/ets/*.d.ts, api/@internal/ets/global.d.ts and api/device-define/default.json.
"""

from __future__ import annotations

import json
import re

from declarations import COMMENT, STATIC_BLOCK, Tree, main

COMPONENTS = "api/@internal/component/ets/"
GLOBALS = "api/@internal/ets/global.d.ts"
CAPABILITIES = "api/device-define/default.json"
MODULE = re.compile(r"^(?:import|export)\b", re.MULTILINE)
VALUE = re.compile(
    r"^(?:export )?declare\s+(?:abstract\s+|const\s+(?=enum))?"
    r"(?:class|enum|const|let|var|function|namespace)\s+([\w$]+)",
    re.MULTILINE,
)
TYPES_ONLY = re.compile(r".+(?:Attribute|Instance|InStance)$")
"""Declared as classes and constants for the type checker's sake."""


def names_of(declarations: str, *, ambient: bool) -> set[str]:
    """What one file declares; nothing when an ``ambient`` file turns out to be a module."""
    text = COMMENT.sub("", STATIC_BLOCK.sub("", declarations))
    if ambient and MODULE.search(text):
        return set()
    return {name for name in VALUE.findall(text) if not TYPES_ONLY.match(name)}


def table(tree: Tree) -> dict[str, object]:
    names: set[str] = set()
    for name in tree.names():
        ambient = name.startswith(COMPONENTS) and name.endswith(".d.ts")
        if ambient or name == GLOBALS:
            names |= names_of(tree.text(name), ambient=ambient)
    capabilities = json.loads(tree.text(CAPABILITIES))["SysCaps"]
    return {"source": tree.source(), "names": sorted(names), "capabilities": sorted(set(capabilities))}


if __name__ == "__main__":
    main(table, "globals.json", __doc__)
