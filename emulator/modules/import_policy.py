"""What an import of a system module gives beyond what its face emulates: the generated end of every face.

Known members that a face lacks are added as ``host.notEmulated`` values (enums with their values); members newer than
the device are taken away; a module that the device's version does not have, or that no SDK has, fails as on a device.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from ..profile import LATEST
from .api_table import Member, ModuleApi, module_api
from .enums import module_enums
from .kit_table import kit_table

_PUBLIC = ("@ohos.", "@system.", "@arkts.")
INTERNAL = "@ohos.internal."
_COMPLETION = f"require('{INTERNAL}completion')"


class _Listing(msgspec.Struct, frozen=True, omit_defaults=True):
    """What guest/internal.completion.js is told of a module: members with the API version that brought them."""

    since: int = 0
    default: int | None = None
    members: dict[str, int] = {}
    named: dict[str, int] = {}
    enums: dict[str, msgspec.Raw] = {}


def is_public(name: str) -> bool:
    """Whether a module of that name would be one of OpenHarmony's public ones."""
    return name.startswith(_PUBLIC) and not name.startswith(INTERNAL)


def completed(name: str, face: str | None) -> str | None:
    """The code of ``face`` with its end; of a module without one when ``face`` is None; None for names that are left
    to the runtime (kits and modules that OpenHarmony's SDK does not hold, such as those of HarmonyOS)."""
    api = module_api(name)
    if api is None:
        return face or _unknown(name)
    if not api.complete:
        return face or f"module.exports = host.notEmulated({_text(name)}, {_text(dict(module_enums(name)))});\n"
    return f"{face or ''}\n{_COMPLETION}.complete(module, {_text(name)}, {_text(_listing(api))});\n"


def _unknown(name: str) -> str | None:
    if not is_public(name):
        return None
    return f"{_COMPLETION}.refuse(module, {_text(name)});\n"


def _listing(api: ModuleApi) -> _Listing:
    enums = module_enums(api.name)
    known = api.values
    return _Listing(
        since=_first_device(kit_table().modules.get(api.name, 0)),
        default=None if api.is_namespace or api.default is None else _first_device(api.default.since),
        members=_versions(api.members) if api.is_namespace else {},
        named=_versions(api.named),
        enums={enum: values for enum, values in enums.items() if enum in known},
    )


def _versions(members: Mapping[str, Member]) -> dict[str, int]:
    return {name: _first_device(member.since) for name, member in members.items()}


def _first_device(since: int) -> int:
    """The API version of the oldest device profile that has it: the latest one has all that the SDK declares."""
    return min(since, LATEST.api)


def _text(value: object) -> str:
    return msgspec.json.encode(value).decode()
