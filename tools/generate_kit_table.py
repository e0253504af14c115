"""Generates emulator/modules/kits.json from a checkout or bare mirror of openharmony/interface_sdk-js.

    python tools/generate_kit_table.py PATH [--output FILE]

The table holds, for every ``@kit.*`` (kits/*.d.ts), the module and member behind each exported name, and every
importable module name of api/ and arkts/ with the first API version that its declarations mention.
"""

from __future__ import annotations

import re

from declarations import COMMENT, MODULE_FILE, STATIC_BLOCK, Tree, main

IMPORT = re.compile(
    r"import\s+(?:type\s+)?(?:(?P<default>[\w$]+)\s*)?,?\s*(?:\{(?P<named>[^}]*)\}|\*\s+as\s+(?P<space>[\w$]+))?\s*"
    r"from\s+['\"](?P<module>[^'\"]+)['\"]"
)
EXPORT = re.compile(r"export\s+(?:type\s+)?\{([^}]*)\}(?:\s*from\s+['\"]([^'\"]+)['\"])?")
EXPORT_DEFAULT = re.compile(r"export\s+default\s+([\w$]+)")
EXPORT_ALL = re.compile(r"export\s+\*\s+from\s+['\"]([^'\"]+)['\"]")


def pairs(names: str) -> list[tuple[str, str]]:
    """``A, type B as C`` as (outer, inner) pairs: what stands before ``as`` and the name after it."""
    found: list[tuple[str, str]] = []
    for part in names.split(","):
        words = part.replace("type ", " ").split()
        if words:
            found.append((words[0], words[-1]))
    return found


def kit_members(declarations: str) -> dict[str, list[str]]:
    """Exported name -> [module, member]; member ``*`` is the whole module."""
    text = COMMENT.sub("", STATIC_BLOCK.sub("", declarations))
    local: dict[str, list[str]] = {}
    for match in IMPORT.finditer(text):
        module = match["module"]
        if match["default"]:
            local[match["default"]] = [module, "default"]
        if match["space"]:
            local[match["space"]] = [module, "*"]
        for member, name in pairs(match["named"] or ""):
            local[name] = [module, member]
    members: dict[str, list[str]] = {}
    for match in EXPORT.finditer(text):
        for name, exported in pairs(match[1]):
            if match[2]:
                members[exported] = [match[2], name]
            elif name in local:
                members[exported] = local[name]
    default = EXPORT_DEFAULT.search(text)
    if default and default[1] in local:
        members["default"] = local[default[1]]
    for module in EXPORT_ALL.findall(text):
        members[f"*{module}"] = [module, "*"]
    return members


def first_api(declarations: str) -> int:
    """The lowest ``@since`` of the file, 0 when it has none. Stage numbers such as ``26.0.0`` count by their head."""
    versions = [int(number) for number in re.findall(r"@since\s+(\d+)", declarations)]
    return min(versions, default=0)


def table(tree: Tree) -> dict[str, object]:
    names = tree.names()
    kits: dict[str, dict[str, dict[str, str]]] = {}
    for name in names:
        if not (name.startswith("kits/@kit.") and name.endswith(".d.ts")):
            continue
        modules: dict[str, dict[str, str]] = {}
        for exported, (module, member) in sorted(kit_members(tree.text(name)).items()):
            modules.setdefault(module, {})[exported] = member
        kits[name.removeprefix("kits/").removesuffix(".d.ts")] = dict(sorted(modules.items()))
    first = {match[1]: first_api(tree.text(name)) for name in names if (match := MODULE_FILE.match(name))}
    return {
        "source": tree.source(),
        "kits": dict(sorted(kits.items())),
        "modules": dict(sorted(first.items())),
    }


if __name__ == "__main__":
    main(table, "kits.json", __doc__)
