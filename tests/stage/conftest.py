"""Small projects on disk, written as a table of paths and texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from project_texts import MODULE, PROFILE, SOURCE, WriteProject

Files = dict[str, str]

MINIMAL: Files = {
    "AppScope/app.json5": '{ "app": { "bundleName": "com.example.app", "versionCode": 7, "versionName": "1.0.7" } }',
    "build-profile.json5": '{ app: { products: [{ name: "default", compatibleSdkVersion: "5.0.0(12)" }] },\n'
    '  modules: [{ name: "entry", srcPath: "./entry" }] }',
    MODULE: """{
  // the IDE's template
  "module": {
    "name": "entry",
    "type": "entry",
    "extensionAbilities": [
      {
        "name": "EntryBackupAbility",
        "srcEntry": "./ets/backup/EntryBackupAbility.ets",
        "type": "backup",
        "exported": false,
        "metadata": [
          { "name": "ohos.extension.backup", "resource": "$profile:backup_config" },
        ],
      },
    ],
  },
}
""",
    SOURCE: "export default class {}\n",
    PROFILE: '{ "allowToBackupRestore": true }\n',
}


@pytest.fixture
def write_project(tmp_path: Path) -> WriteProject:
    """Writes the minimal project with ``changes``: a text to add or replace a file, None to leave one out."""

    def write(changes: dict[str, str | bytes | None] | None = None, below: str = "app") -> Path:
        root = tmp_path / below
        for name, content in {**MINIMAL, **(changes or {})}.items():
            if content is not None:
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return root

    return write
