"""What the text that onBackupEx returned tells the framework (b_json_entity_onbackupex_ret.cpp, b_json_entity.h)."""

from __future__ import annotations

import msgspec

from .config import MAPPING_LIMIT
from .jsoncpp import JsonTooDeep, JsonValue, parse_json


class BackupExAnswer(msgspec.Struct, frozen=True):
    """The parsed answer; ``root`` is None when the text is no JSON."""

    root: JsonValue

    @property
    def enabled_directories(self) -> frozenset[str]:
        """The restoreDirs whose mapping of ``compatibleDirMapping`` the app switches on; none when over 1000."""
        listed = self.root.get("compatibleDirMapping") if isinstance(self.root, dict) else None
        names = {name for name in listed if isinstance(name, str) and name} if isinstance(listed, list) else set[str]()
        return frozenset(names) if len(names) <= MAPPING_LIMIT else frozenset()

    def text(self, name: str) -> str:
        """The string member ``name``, ``""`` when there is none (GetStringValue)."""
        value = self.root.get(name) if isinstance(self.root, dict) else None
        return value if isinstance(value, str) else ""


def parse_backup_ex_answer(text: str) -> BackupExAnswer:
    """Read what onBackupEx returned. Broken or too deeply nested text counts as no answer."""
    try:
        _, root = parse_json(text.encode("utf-8", "surrogateescape"))
    except JsonTooDeep:
        root = None
    return BackupExAnswer(root)
