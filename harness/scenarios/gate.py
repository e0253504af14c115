"""What keeps an app's callbacks from running at all: then only the requirement that says so can judge."""

from __future__ import annotations

import json
from typing import cast

import msgspec

from ...emulator.application import BackupExtension


class ClosedGate(msgspec.Struct, frozen=True):
    """``reason`` names the requirement that judges it, unless the app closed the gate on purpose."""

    reason: str


def closed_gate(extension: BackupExtension) -> ClosedGate | None:
    """Why the framework would not even start the extension, None when it would (ext_backup.cpp:OnConnect).

    The bundle manager reads the profile strictly before the framework sees it, so broken JSON closes the gate as well.
    """
    try:
        parsed: object = json.loads(extension.profile_text)
    except ValueError:
        return ClosedGate("the backup configuration cannot be read, so the extension never runs: see CFG-002")
    if not isinstance(parsed, dict):
        return ClosedGate("the backup configuration is no object, so the extension never runs: see CFG-002")
    allowed = cast("dict[str, object]", parsed).get("allowToBackupRestore")
    if allowed is True:
        return None
    if allowed is False:
        return ClosedGate('the app takes no part in backup ("allowToBackupRestore": false)')
    return ClosedGate("allowToBackupRestore is not true, so the extension never runs: see CFG-003")
