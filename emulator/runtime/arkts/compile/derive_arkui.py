"""Derives ``arkui.json``, the names that ArkUI gives its own grammar, from a checkout of developtools_ace_ets2bundle.

Run ``python -m ohos_backup.emulator.runtime.arkts.compile.derive_arkui CHECKOUT`` when a new SDK brings new names.
Names are facts of the platform; nothing else of that repository is kept. Sources: compiler/tsconfig.json (``ets``
options as the build passes them to the parser), compiler/components/*.json, compiler/src/pre_define.ts.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any, cast

import json5
import msgspec

TARGET = Path(__file__).with_name("arkui.json")
_DECORATOR = re.compile(r"_DECORATOR\w*: string = '@(\w+)'")


def derive(checkout: Path) -> dict[str, Any]:
    """Component names, what ``@Extend`` may name, and every decorator that the UI framework and the build define."""
    compiler = checkout / "compiler"
    loader = cast("Any", json5)
    options: dict[str, Any] = loader.loads((compiler / "tsconfig.json").read_text("utf-8"))["compilerOptions"]["ets"]
    components: set[str] = set(options["components"])
    for file in sorted((compiler / "components").glob("*.json")):
        name = msgspec.json.decode(file.read_bytes()).get("name")
        if name:
            components.add(name)
    special = options["syntaxComponents"]
    components.difference_update(special["paramsUICallback"], (entry["name"] for entry in special["attrUICallback"]))
    decorators = {entry["name"] for entry in options["emitDecorators"]}
    decorators.update(options["render"]["decorator"], options["extend"]["decorator"])
    decorators.update((options["styles"]["decorator"], options["concurrent"]["decorator"]))
    constants = (compiler / "src" / "pre_define.ts").read_text("utf-8")
    decorators.update(_DECORATOR.findall(constants))
    decorators.update(re.findall(r"COMPONENT_USER_INTENTS_\w+: string = '@(\w+)'", constants))
    return {
        "components": sorted(components),
        "extendable": sorted(entry["name"] for entry in options["extend"]["components"]),
        "decorators": sorted(decorators),
        "propertyDecorators": options["propertyDecorators"],
        "render": options["render"],
        "extendDecorators": options["extend"]["decorator"],
        "stylesDecorator": options["styles"]["decorator"],
        "stylesProperty": options["styles"]["property"],
        "concurrentDecorator": options["concurrent"]["decorator"],
        "syntaxComponents": special,
    }


if __name__ == "__main__":
    names = msgspec.json.encode(derive(Path(sys.argv[1])))
    TARGET.write_bytes(msgspec.json.format(names, indent=1) + b"\n")
