"""Writes docs/modules.md: every system module with what of it is emulated and which tests exercise it.

    python tools/generate_module_table.py [--check] [--output FILE]

What is emulated is found out by evaluating the faces, so that the page cannot claim more than there is. ``--check``
writes nothing and fails when the page is not what it would be.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from ohos_backup.emulator.module_census import emulated_members
from ohos_backup.emulator.modules.ability_classes import ability_code
from ohos_backup.emulator.modules.api_table import Member, ModuleApi, api_modules, api_source, module_api
from ohos_backup.emulator.modules.forbidden import forbidden_modules
from ohos_backup.emulator.modules.kit_table import kit_table
from ohos_backup.emulator.modules.registry import face_names

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "modules.md"
COMMAND = "python tools/generate_module_table.py"
NAMED = re.compile(r"@(?:ohos|kit|system|arkts)[.:][\w.]+")

INTRODUCTION = """# System modules

<!-- Written by `{command}`; do not edit. -->

Every `@ohos.*`, `@system.*`, `@arkts.*` and `@kit.*` name of the SDK can be imported. What is emulated works; any other
known member raises the not-emulated error when it is used, and the case becomes inconclusive; a member newer than the
device is absent. A module that no SDK has fails when it is read from. The names are those of
{source}.

- **members**: how many of the module's run-time members are there, of how many the SDK has. Types are not counted; of a
  class, single methods may raise the not-emulated error yet.
- **missing**: the public members among the rest, as far as they fit. System APIs are counted, not named.
- **tests**: the test files that name the module or take it from its kit.

{modules} modules have {members} members; {emulated} members work here, {enums} of them enums of modules of which
nothing else is emulated.
"""

REST = """
## Base classes that are only extended

Plain classes without behaviour, for no code here drives an ability of another kind than backup.

{bases}

## Importable only

Of these {count} modules nothing is emulated but their enums. They can be imported, extended and passed around.

{names}

## Not for backup extensions

The platform's reference (appendix of BackupExtensionAbility) or the device's own list says that a backup extension may
not refer to these modules; `results.json` and the terminal tell when an app does.

{forbidden}
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--output", type=Path, default=PAGE)
    options = parser.parse_args()
    page = module_page()
    if not options.check:
        options.output.write_text(page, encoding="utf-8")
        return 0
    if options.output.exists() and options.output.read_text(encoding="utf-8") == page:
        return 0
    print(f"{options.output.relative_to(ROOT)} is out of date; run: {COMMAND}", file=sys.stderr)
    return 1


def module_page() -> str:
    apis = [api for name in api_modules() if (api := module_api(name)) and api.values]
    census = emulated_members(api.name for api in apis)
    tests = tests_by_module()
    own = [api for api in apis if _is_emulated(api, census[api.name])]
    bases = [api for api in apis if api not in own and ability_code(api.name) is not None]
    rest = [api for api in apis if api not in own and api not in bases]
    head = INTRODUCTION.format(
        command=COMMAND,
        source=api_source(),
        modules=len(apis),
        members=sum(len(api.values) for api in apis),
        emulated=sum(len(members) for members in census.values()),
        enums=sum(len(census[api.name]) for api in rest),
    )
    lines = ["| module | members | state | missing | tests |", "|---|---|---|---|---|"]
    lines += [_row(api, census[api.name], tests.get(api.name, ())) for api in own]
    foot = REST.format(
        count=len(rest),
        bases=_listed(api.name for api in bases),
        names=_listed(api.name for api in rest),
        forbidden=_listed(forbidden_modules().documented | forbidden_modules().listed),
    )
    return f"{head}\n" + "\n".join(lines) + "\n" + foot


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))


def _is_emulated(api: ModuleApi, emulated: Collection[str]) -> bool:
    """Whether more than enums works, or the module has a face (of types only, or of nothing else)."""
    if api.name in face_names():
        return True
    return ability_code(api.name) is None and any(api.values[name].kind != "enum" for name in emulated)


def _row(api: ModuleApi, emulated: Collection[str], tests: Collection[str]) -> str:
    missing = {name: member for name, member in api.values.items() if name not in emulated}
    public = [name for name, member in missing.items() if not member.system]
    state = "complete" if not missing else "complete but for system APIs" if not public else "in part"
    files = ", ".join(sorted(tests)) or "–"
    return (
        f"| `{api.name}` | {len(api.values) - len(missing)} / {len(api.values)} | {state} | {_named(public, missing)} "
        f"| {files} |"
    )


def _named(public: list[str], missing: Mapping[str, Member]) -> str:
    shown = ", ".join(f"`{name}`" for name in public[:12])
    more = len(public) - 12
    parts = [shown + (f" and {more} more" if more > 0 else "")] if public else []
    system = len(missing) - len(public)
    return "; ".join([*parts, *([f"{system} system APIs"] if system else [])])


def tests_by_module() -> Mapping[str, set[str]]:
    """Module -> the test files that name it, by its own name or by a name that a kit passes on."""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "tests").glob("*/test_*.py")):
        text = path.read_text(encoding="utf-8")
        for module in _modules_of(text):
            found.setdefault(module, set()).add(f"{path.parent.name}/{path.stem.removeprefix('test_')}")
    return found


def _modules_of(text: str) -> Iterator[str]:
    for name in set(NAMED.findall(text)):
        module = name.replace(":", ".", 1).rstrip(".")
        if module in kit_table().kits:
            for behind, names in kit_table().kits[module].items():
                if any(re.search(rf"\b{re.escape(exported)}\b", text) for exported in names):
                    yield behind
        while module.count("."):
            if module_api(module) is not None:
                yield module
                break
            module = module.rpartition(".")[0]


if __name__ == "__main__":
    sys.exit(main())
