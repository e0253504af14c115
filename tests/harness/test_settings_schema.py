"""The schema for editors accepts what the reader of ohos-backup.toml accepts, and explains every key."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema
import msgspec
import pytest
from ohos_backup.harness.settings import BadSettings, project_settings
from ohos_backup.harness.settings.schema import settings_schema

SCHEMA = json.loads(settings_schema())
EVERYTHING = """
profile = "api12"
native = { "libentry.so" = "stubs/entry.js" }
[[data]]
name = "one"
folder = "backup-data"
[[data.sql]]
script = "notes.sql"
database = "/data/storage/el2/database/entry/rdb/notes.db"
[[data.preferences]]
store = "haps/entry/preferences/settings"
values = { theme = "dark", launches = 3, seen = ["a", "b"], window = { width = 3.5 } }
[expect]
survive = ["haps/*/files/**"]
may_change = { files = ["haps/*/files/logs/"] }
notices = { missing = ["haps/*/files/notes/**"], changed = ["haps/entry/preferences/settings"] }
[policy]
on_restore = "replace"
[[waiver]]
id = "RST-003"
reason = "mended in 2.4"
expires = 2030-12-31
[[old_generation]]
name = "a-ledger"
folder = "backup-data/old"
[[old_generation.sql]]
script = "old.sql"
database = "ce/databases/notes.db"
[[old_generation.preferences]]
store = "ce/shared_prefs/settings.xml"
values = { theme = "dark", launches = 3, scale = 1.5, on = true, tags = ["a"] }
[old_generation.becomes]
folder = "backup-data/today"
files = { "ce/files/" = "haps/entry/files/" }
[secrets]
values = ["tok"]
[migration]
from = ["git:v1.0"]
[app]
bundle_name = "com.example.model"
"""


def as_an_editor_sees_it(text: str) -> object:
    """TOML as JSON: dates are texts."""

    def plain(value: object) -> object:
        if isinstance(value, dict):
            return {key: plain(member) for key, member in value.items()}
        if isinstance(value, list):
            return [plain(item) for item in value]
        return value.isoformat() if isinstance(value, date) else value

    return plain(msgspec.toml.decode(text))


def test_what_is_read_fits_the_schema(tmp_path: Path) -> None:
    (tmp_path / "ohos-backup.toml").write_text(EVERYTHING, encoding="utf-8")

    assert project_settings(tmp_path).policy.on_restore == "replace"
    jsonschema.validate(as_an_editor_sees_it(EVERYTHING), SCHEMA)


@pytest.mark.parametrize(
    "text",
    [
        'profle = "api12"\n',
        '[policy]\non_restore = "both"\n',
        '[[data]]\nname = 3\nfolder = "x"\n',
        '[[waiver]]\nid = "RST-003"\nreason = "x"\n',
        '[[old_generation]]\nname = "x"\n[[old_generation.preferences]]\nstore = "x"\nvalues = { a = [1] }\n',
        '[expect.notices]\nlost = ["x"]\n',
    ],
)
def test_what_is_refused_does_not_fit_the_schema(tmp_path: Path, text: str) -> None:
    (tmp_path / "ohos-backup.toml").write_text(text, encoding="utf-8")

    with pytest.raises(BadSettings):
        project_settings(tmp_path)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(as_an_editor_sees_it(text), SCHEMA)


def test_every_table_and_every_key_is_described() -> None:
    tables = SCHEMA["$defs"]
    keys = {(name, key): part for name, table in tables.items() for key, part in table["properties"].items()}

    assert [name for name, table in tables.items() if not table["description"].endswith(".")] == []
    assert [name for name, part in keys.items() if not part.get("description", "").endswith(".")] == []
