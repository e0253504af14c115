"""What a compiled program names of system modules: each module, each member, and where that first stands.

Read off the compiled code, in which the compiler writes every import as ``const NAME = require("…")`` and every use of
an imported binding as ``NAME.binding``. A member reached in another way (a namespace passed to a function, a computed
name) is not seen here; when it is not emulated, the trace tells of its use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from ...modules.api_table import module_api
from ...modules.kit_table import kit_table
from ...modules.registry import canonical
from ...source import SourcePosition
from .program import CompiledModule, Program
from .source_map import SourceMap

_REQUIRE = re.compile(r"\brequire(?:\.lazy)?\((['\"])(?P<specifier>.+?)\1\)")
_BOUND = re.compile(r"\bconst\s+(?P<name>[\w$]+)\s*=\s*$")
_PATH = r"(?<![\w$.]){name}((?:\s*\??\.\s*[\w$]+){{1,3}})"
_SYSTEM = "system:"


class ApiReference(msgspec.Struct, frozen=True, kw_only=True):
    """``member`` of ``module`` (``@ohos.file.fs``, ``openSync``); an empty member is the module as a whole.

    The default export of a module that is one class or function is the member ``default``. ``position`` is the first
    place in the app's sources, None when it stands in no file of theirs.
    """

    module: str
    member: str = ""
    position: SourcePosition | None = None


def api_references(program: Program) -> tuple[ApiReference, ...]:
    """Every module and member once, ordered by name. A kit counts as the modules behind the names taken from it."""
    found: dict[tuple[str, str], ApiReference] = {}
    for module in program.modules:
        source_map = SourceMap(module.source_map)
        for name, member, offset in _references(module):
            if (name, member) not in found:
                position = _position(module, source_map, offset)
                found[name, member] = ApiReference(module=name, member=member, position=position)
    return tuple(found[key] for key in sorted(found))


def _references(module: CompiledModule) -> Iterator[tuple[str, str, int]]:
    for match in _REQUIRE.finditer(module.code):
        target = module.imports.get(match["specifier"], "")
        if not target.startswith(_SYSTEM):
            continue
        name = canonical(target.removeprefix(_SYSTEM))
        if not name.startswith("@kit.") or name not in kit_table().kits:
            yield name, "", match.start()
        bound = _BOUND.search(module.code, max(0, match.start() - 200), match.start())
        if bound is None:
            continue
        pattern = re.compile(_PATH.format(name=re.escape(bound["name"])))
        for use in pattern.finditer(module.code, match.end()):
            path = re.findall(r"[\w$]+", use[1])
            for reference in _meant(name, path):
                yield *reference, use.start()


def _meant(name: str, path: list[str]) -> Iterator[tuple[str, str]]:
    """The module, and the member, that ``path`` leads to from a namespace of ``name``."""
    if name.startswith("@kit."):
        kit = kit_table().kits.get(name)
        if kit is None:
            yield name, path[0]
            return
        behind = next(((module, names[path[0]]) for module, names in kit.items() if path[0] in names), None)
        if behind is None:
            yield name, path[0]
            return
        name, binding = behind
        if _is_type(name, binding):
            return
        path = path[1:] if binding == "*" else [binding, *path[1:]]
    yield name, ""
    if not path:
        return
    api = module_api(name)
    if path[0] != "default":
        yield name, path[0]
    elif api is None or not api.is_namespace:
        yield name, "default"
    elif len(path) > 1:
        yield name, path[1]


def _is_type(module: str, binding: str) -> bool:
    """Whether the SDK has ``binding`` without a value: a type that a barrel file passes on."""
    api = module_api(module)
    return api is not None and api.complete and binding not in ("default", "*") and binding not in api.named


def _position(module: CompiledModule, source_map: SourceMap, offset: int) -> SourcePosition | None:
    if not module.source_map:
        return None
    line = module.code.count("\n", 0, offset) + 1
    column = offset - module.code.rfind("\n", 0, offset)
    place = source_map.lookup(line, column)
    return SourcePosition(module.id, *place) if place else None
