"""A team's own data sets: from SQL, preferences, Python and ArkTS; whatever is wrong with one is told by its place."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from command_line import notes_at
from ohos_backup.emulator.modules.preferences.store import XmlStore
from ohos_backup.emulator.profile import LATEST
from ohos_backup.harness.data.data_set import DataSet, UnusableDataSet
from ohos_backup.harness.own_data import data_sets_for
from ohos_backup.harness.scenarios.trial import Trial
from ohos_backup.harness.settings import BadSettings
from ohos_backup.harness.subjects.loading import load_subject

pytestmark = pytest.mark.matrix

STORE = "haps/entry/preferences/settings"
DATABASE = "/data/storage/el2/database/entry/rdb/notes.db"

MANY = """
def many(random):
    for number in range(3):
        yield f"haps/entry/files/{number}.txt", f"{number} {random.random()}"
    yield "/data/storage/el1/base/files/photo.jpg", b"\\xff\\xd8"

def few(random):
    raise ValueError("no more")

def odd(random):
    yield "only a path"

def outside(random):
    yield "/system/etc/hosts", ""
"""

SEED = """import { fileIo as fs } from '@kit.CoreFileKit';
import { preferences } from '@kit.ArkData';
import { common } from '@kit.AbilityKit';
import { title } from './Title';

export async function seed(context: common.Context): Promise<void> {
  const file = fs.openSync(context.filesDir + '/made.txt', fs.OpenMode.CREATE | fs.OpenMode.READ_WRITE);
  fs.writeSync(file.fd, title());
  fs.closeSync(file);
  const store = await preferences.getPreferences(context, { name: 'made' });
  store.putSync('theme', 'dark');
  await store.flush();
}

export async function breaks(context: common.Context): Promise<void> {
  throw new Error('out of notes');
}

export function nothing(): void {}
"""


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """The sample app with generators and scripts beside its data, and no settings."""
    root = notes_at(tmp_path / "app")
    (root / "ohos-backup.toml").unlink()
    (root / "backup-data/make.py").write_text(MANY)
    (root / "backup-data/notes.sql").write_text(
        "-- one; note\ncreate table note (title text);\ninsert into note values ('a;b');"
    )
    (root / "backup-data/bad.sql").write_text("create table note (title text);\n\ninsert into diary values (1);\n")
    folder = root / "entry/src/main/ets/backup"
    (folder / "Seed.ets").write_text(SEED)
    (folder / "Title.ets").write_text("export function title(): string { return 'milk'; }\n")
    return root


def own_set(root: Path, text: str, *, seed: int = 0) -> DataSet:
    (root / "ohos-backup.toml").write_text(f'[[data]]\nname = "mine"\n{text}\n')
    return data_sets_for(load_subject(str(root)), (), seed)[-1]


def content(data_set: DataSet) -> dict[str, bytes]:
    return {file.path: file.content for file in data_set.files}


def test_a_script_makes_a_database_at_its_place(app: Path, tmp_path: Path) -> None:
    made = own_set(app, f'[[data.sql]]\nscript = "backup-data/notes.sql"\ndatabase = "{DATABASE}"')

    (tmp_path / "made.db").write_bytes(content(made)[DATABASE])
    connection = sqlite3.connect(tmp_path / "made.db")
    assert connection.execute("select title from note").fetchall() == [("a;b",)]
    connection.close()


def test_preferences_are_what_the_device_reads(app: Path) -> None:
    values = '{ theme = "dark", launches = 3, seen = true, tags = ["a", "家"], sizes = [1, 2.5] }'
    made = own_set(app, f'[[data.preferences]]\nstore = "{STORE}"\nvalues = {values}')
    trial = Trial(load_subject(str(app)), profile=LATEST)
    trial.seed(made)

    store = XmlStore(trial.bundle.files, f"/data/storage/el2/base/{STORE}", LATEST.api)

    assert {key: value.v for key, value in store.values.items()} == {
        "theme": "dark",
        "launches": 3.0,
        "seen": True,
        "tags": ["a", "家"],
        "sizes": [1.0, 2.5],
    }


def test_a_python_generator_yields_the_same_for_the_same_seed(app: Path) -> None:
    first = own_set(app, 'generator = "backup-data/make.py:many"')

    assert len(first.files) == 4
    assert content(first)["/data/storage/el1/base/files/photo.jpg"] == b"\xff\xd8"
    assert content(own_set(app, 'generator = "backup-data/make.py:many"')) == content(first)
    assert content(own_set(app, 'generator = "backup-data/make.py:many"', seed=1)) != content(first)


def test_a_generator_in_arkts_runs_on_a_device_with_the_apps_own_modules(app: Path) -> None:
    made = content(own_set(app, 'generator = "entry/src/main/ets/backup/Seed.ets:seed"'))

    assert made["/data/storage/el2/base/haps/entry/files/made.txt"] == b"milk"
    assert b"dark" in made["/data/storage/el2/base/haps/entry/preferences/made"]


def test_one_set_may_have_several_parts(app: Path) -> None:
    text = (
        'folder = "backup-data/two-notebooks"\ngenerator = "backup-data/make.py:many"\n'
        f'[[data.sql]]\nscript = "backup-data/notes.sql"\ndatabase = "{DATABASE}"'
    )

    made = own_set(app, text)

    assert len(made.files) > 5
    assert made.must_survive


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('folder = "gone"', "ohos-backup.toml:3:1: the folder 'gone'"),
        ('generator = "gone.py:many"', "ohos-backup.toml:3:1: there is no file 'gone.py'"),
        ('generator = "backup-data/make.py:nobody"', "has no function 'nobody'"),
        ('generator = "backup-data/make.py:few"', "make.py:8: few failed: ValueError: no more"),
        ('generator = "backup-data/make.py:odd"', "yields 'only a path', which is no file"),
        ('generator = "backup-data/make.py:outside"', "ohos-backup.toml:3:1: '/system/etc/hosts' lies outside"),
        (
            'generator = "entry/src/main/ets/backup/Seed.ets:breaks"',
            "Seed.ets:16:9: breaks failed: Error: out of notes",
        ),
        ('generator = "entry/src/main/ets/backup/Seed.ets:nothing"', "ohos-backup.toml:3:1: nothing leaves no file"),
        ('generator = "entry/src/main/ets/backup/Seed.ets:gone"', "ohos-backup.toml:3:1: gone failed: Error: the file"),
        ('[[data.sql]]\nscript = "gone.sql"\ndatabase = "x.db"', "ohos-backup.toml:4:1: the SQL script 'gone.sql'"),
        ('[[data.sql]]\nscript = "backup-data/bad.sql"\ndatabase = "x.db"', "bad.sql:3: no such table: diary"),
        ('[[data.preferences]]\nstore = "s"\nvalues = { a = [1, "b"] }', "ohos-backup.toml:5:1: the key 'a'"),
    ],
)
def test_a_part_that_cannot_be_used_is_told_by_its_place(app: Path, text: str, said: str) -> None:
    with pytest.raises(UnusableDataSet) as caught:
        own_set(app, text)

    assert said in str(caught.value)


def test_what_is_noticed_has_to_be_in_the_first_own_data_set(app: Path) -> None:
    with pytest.raises(BadSettings) as caught:
        own_set(app, 'generator = "backup-data/make.py:many"\n[expect.notices]\nchanged = ["diaries/**"]')

    assert ":5:1: the data set 'mine' has no file that 'diaries/**' matches" in str(caught.value)


def test_what_must_survive_has_to_be_in_some_data_set(app: Path) -> None:
    with pytest.raises(BadSettings, match=r"ohos-backup.toml:5:1: no data set has a file that 'diaries/\*\*' matches"):
        own_set(app, 'generator = "backup-data/make.py:many"\n[expect]\nsurvive = ["diaries/**"]')
