"""The texts of small projects: where their files lie, a module that declares extensions, how a test writes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

WriteProject = Callable[..., Path]

MODULE = "entry/src/main/module.json5"
SOURCE = "entry/src/main/ets/backup/EntryBackupAbility.ets"
PROFILE = "entry/src/main/resources/base/profile/backup_config.json"
EXTENSION = '{ "name": "B", "type": "backup", "srcEntry": "./ets/B.ets" }'


def module(name: str, *extensions: str, kind: str = "feature") -> str:
    return f'{{ "module": {{ "name": "{name}", "type": "{kind}", "extensionAbilities": [{", ".join(extensions)}] }} }}'
