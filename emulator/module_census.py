"""Which members of system modules are emulated: found out by evaluating their faces in a guest realm."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import msgspec

from .clock import VirtualClock
from .filesystem.device_filesystem import DeviceFileSystem
from .modules import registry
from .modules.api import GuestFace, RunningModules
from .modules.api_table import module_api
from .profile import LATEST
from .runtime.api import ExtensionEnvironment
from .runtime.arkts.host import ArkTSHost
from .runtime.arkts.node import node_executable
from .runtime.arkts.program import CompiledModule, Program
from .trace import Trace

_CENSUS = "@ohos.internal.census"
_ENTRY = "census.js"
_UID = 20010044
_PROGRAM = (
    'const census = require("@ohos.internal.census"); exports.default = class { onBackup() { return census.text; } };'
)
_FACE = """
// Of what is not emulated every part is there by name; of anything real this one is not.
const standsIn = (value) => typeof value === 'function' && value['no part of anything'] !== undefined;
const emulated = (module, name) => {
  const exported = require(module);
  const value = Object.hasOwn(exported, name) ? exported[name] : exported.default?.[name];
  return value !== undefined && !standsIn(value);
};
const found = {};
for (const [module, names] of Object.entries(ASKED)) found[module] = names.filter((name) => emulated(module, name));
exports.text = JSON.stringify(found);
"""


def emulated_members(modules: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """By module, the names of ``ModuleApi.values`` that work here; modules that the SDK does not know are left out.

    Raises NodeUnusable.
    """
    asked = {name: sorted(api.values) for name in sorted(set(modules)) if (api := module_api(name)) and api.values}
    if not asked:
        return {}
    clock, trace = VirtualClock(), Trace()
    environment = ExtensionEnvironment(
        bundle_name="ohos.backup.census",
        module_name="entry",
        extension_name="Census",
        process_name="ohos.backup.census:backup",
        user=100,
        app_index=0,
        profile=LATEST,
        sandbox=DeviceFileSystem(clock, trace).physical_view(_UID),
        clock=clock,
        trace=trace,
    )
    process = ArkTSHost(_program(), _CensusRegistry(asked), node_executable()).start(environment)
    try:
        failure = process.load()
        if failure is not None:
            raise RuntimeError(f"a face cannot be evaluated: {failure.error.message}")
        call, _ = process.call("onBackup")
    finally:
        process.close()
    return msgspec.json.decode(call.value.string, type=dict[str, frozenset[str]])


class _CensusRegistry:
    """The device's modules, and one more that asks them."""

    def __init__(self, asked: Mapping[str, list[str]]) -> None:
        code = _FACE.replace("ASKED", msgspec.json.encode(asked).decode(), 1)
        self._census = GuestFace(id=f"system:{_CENSUS}", code=code, digest=hashlib.sha256(code.encode()).hexdigest())

    def face(self, name: str) -> GuestFace | None:
        return self._census if name == _CENSUS else registry.face(name)

    def start(self, environment: ExtensionEnvironment) -> RunningModules:
        return registry.start(environment)


def _program() -> Program:
    module = CompiledModule(
        id=_ENTRY,
        code=_PROGRAM,
        digest=hashlib.sha256(_PROGRAM.encode()).hexdigest(),
        imports={_CENSUS: f"system:{_CENSUS}"},
        source_map="",
    )
    return Program(entry=_ENTRY, modules=(module,))
