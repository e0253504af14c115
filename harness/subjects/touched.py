"""Which parts of the system's modules an app touches, and what is to be said of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from ...emulator.module_census import emulated_members
from ...emulator.modules.api_table import ModuleApi, module_api
from ...emulator.modules.forbidden import forbidden_modules
from ...emulator.modules.import_policy import is_public
from ...emulator.modules.kit_table import kit_table
from ...emulator.runtime.arkts.api_references import ApiReference
from ...reports.model import ApiState, TouchedApi
from ..timeline import place_of

if TYPE_CHECKING:
    from .subject import Subject

_CONSTRUCTED = "new "


def touched_apis(
    subject: Subject, *, imported: Iterable[ApiReference] = (), not_emulated: Collection[str] = ()
) -> tuple[TouchedApi, ...]:
    """What the sources name and what a run added: modules ``imported`` by computed names, and the capabilities that
    were ``not_emulated``. Ordered by name; a module as a whole stands there only when none of its members does.

    Raises NodeUnusable.
    """
    found: dict[tuple[str, str], ApiReference] = {}
    for reference in (*subject.references, *imported, *filter(None, map(_reference, not_emulated))):
        found.setdefault((reference.module, reference.member), reference)
    with_members = {module for module, member in found if member}
    kept = [r for (module, member), r in sorted(found.items()) if member or module not in with_members]
    census = emulated_members(reference.module for reference in kept)
    compatible = _declared_api(subject)
    return tuple(_touched(reference, census, compatible) for reference in kept)


def _touched(reference: ApiReference, census: Mapping[str, Collection[str]], compatible: int) -> TouchedApi:
    api = module_api(reference.module)
    member = api.values.get(reference.member) if api else None
    since = member.since if member else 0
    return TouchedApi(
        module=reference.module,
        member=reference.member,
        state=_state(reference, api, census.get(reference.module, ())),
        since=since,
        deprecated=member.deprecated if member else 0,
        system_api=bool(member and member.system),
        forbidden=reference.module in forbidden_modules(),
        newer_than_app=bool(compatible and since > compatible),
        place=place_of(reference.position),
    )


def _state(reference: ApiReference, api: ModuleApi | None, emulated: Collection[str]) -> ApiState:
    if api is None:
        known_name = is_public(reference.module) or reference.module in kit_table().kits
        return "unknown" if known_name else "not-emulated"
    if not reference.member:
        return "emulated" if emulated else "not-emulated"
    if reference.member in emulated:
        return "emulated"
    return "unknown" if api.complete and reference.member not in api.values else "not-emulated"


def _declared_api(subject: Subject) -> int:
    """The API version that the app says it is compatible with, 0 when no file of it says so."""
    declared = subject.project.app.compatible_api if subject.project else None
    return declared.value if declared else 0


def _reference(capability: str) -> ApiReference | None:
    """The module and member of ``new @ohos.net.http.Request.send`` or of ``@ohos.data.dataShare.createDataShareHelper
    of datashare:///com.example``; None for what is no part of a module."""
    name = capability.removeprefix(_CONSTRUCTED).partition(" ")[0]
    parts = name.split(".")
    for length in range(len(parts), 1, -1):
        module = ".".join(parts[:length])
        if module_api(module) is not None:
            return ApiReference(module=module, member=parts[length] if length < len(parts) else "")
    return ApiReference(module=name) if is_public(name) else None
