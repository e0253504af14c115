"""A team's own data of the previous system generation: what the settings say, what is made of it, how it is judged."""

from __future__ import annotations

import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest
from command_line import edit, ohos_backup
from ohos_backup.fixtures import good_apps
from ohos_backup.harness.data.data_set import UnusableDataSet
from ohos_backup.harness.own_data.old_generation import old_data_of
from ohos_backup.harness.settings import BadSettings
from ohos_backup.harness.subjects.loading import load_subject
from ohos_backup.reports.results_file import read_results

pytestmark = pytest.mark.matrix

GOOD = next(app.path for app in good_apps() if app.name == "old-generation")
ENTRY = '[[old_generation]]\nname = "mine"\n'
BECOMES = '[old_generation.becomes]\nfiles = { "ce/files/" = "haps/entry/files/" }\n'
FOLDER = f'{ENTRY}folder = "backup-data/old-ledger"\n'
OLD_NAME = "ce/files/books/2019/january.txt"

READER = """import { common } from '@kit.AbilityKit';
import { preferences } from '@kit.ArkData';
import { filesBelow } from './FileTree';

export async function readLedger(context: common.Context): Promise<Object> {
  const store = await preferences.getPreferences(context, { name: 'ledger' });
  return { owner: store.getSync('owner', ''), books: filesBelow(`${context.filesDir}/books`) };
}
"""


@pytest.fixture
def app(tmp_path: Path) -> Path:
    root = Path(shutil.copytree(GOOD, tmp_path / "app"))
    (root / "backup-data/notes.sql").write_text("create table note (title text);")
    return root


def with_settings(app: Path, text: str) -> Path:
    (app / "ohos-backup.toml").write_text(text, encoding="utf-8")
    return app


def test_old_files_are_known_by_their_path_and_by_where_they_lie_afterwards(app: Path) -> None:
    (old,) = old_data_of(load_subject(str(app)))

    assert old.files[OLD_NAME].startswith(b"January 2019")
    assert old.becomes is not None
    became = {file.path: file.content for file in old.becomes.files}
    assert became["/data/storage/el2/base/haps/entry/files/books/2019/january.txt"] == old.files[OLD_NAME]
    assert "/data/storage/el2/base/haps/entry/preferences/ledger" in became


def test_old_settings_are_the_xml_that_the_old_system_writes(app: Path) -> None:
    values = '{ "a<b" = "小明 & co", n = 3, big = 1700000000000, x = 1.5, on = true, tags = ["work", "<家>"] }'
    part = f'[[old_generation.preferences]]\nstore = "ce/shared_prefs/s.xml"\nvalues = {values}\n'
    (old,) = old_data_of(load_subject(str(with_settings(app, ENTRY + part + BECOMES.replace("ce/files/", "ce/")))))

    root = ElementTree.fromstring(old.files["ce/shared_prefs/s.xml"])

    assert [(e.tag, e.get("name"), e.get("value", e.text)) for e in root][:5] == [
        ("string", "a<b", "小明 & co"),
        ("int", "n", "3"),
        ("long", "big", "1700000000000"),
        ("float", "x", "1.5"),
        ("boolean", "on", "true"),
    ]
    assert [item.text for item in root[5]] == ["work", "<家>"]


def test_a_script_makes_an_old_database(app: Path) -> None:
    part = '[[old_generation.sql]]\nscript = "backup-data/notes.sql"\ndatabase = "ce/databases/notes.db"\n'

    (old,) = old_data_of(load_subject(str(with_settings(app, FOLDER + part + BECOMES))))

    assert old.files["ce/databases/notes.db"].startswith(b"SQLite format 3")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ENTRY + BECOMES, ":1:3: the old data 'mine' has no data"),
        (FOLDER, ":1:3: the old data 'mine' does not say what becomes of it"),
        (FOLDER + BECOMES + FOLDER + BECOMES, ":7:1: two old data sets are called 'mine'"),
        (FOLDER.replace("mine", "a/b") + BECOMES, ":2:1: 'a/b' cannot name old data"),
        (FOLDER + BECOMES + "surplus = 1\n", ":6:1: "),
    ],
)
def test_settings_that_would_prove_nothing_are_told_by_their_line(app: Path, text: str, said: str) -> None:
    with pytest.raises(BadSettings) as caught:
        load_subject(str(with_settings(app, text)))

    assert f"ohos-backup.toml{said}" in str(caught.value)
    assert caught.value.mend


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FOLDER.replace("old-ledger", "gone") + BECOMES, ":3:1: the folder 'backup-data/gone' of the data set 'mine'"),
        (FOLDER.replace("/old-ledger", "") + BECOMES, ":3:1: 'notes.sql' is in no folder of the previous system"),
        (FOLDER + BECOMES.replace("ce/files/", "ce/file/"), ":5:1: the old data has no file at 'ce/file/'"),
        (FOLDER + BECOMES.replace("haps/entry/files/", "/system/"), ":5:1: '/system/"),
        (
            f'{FOLDER}[[old_generation.preferences]]\nstore = "{OLD_NAME}"\nvalues = {{ a = 1 }}\n{BECOMES}',
            f":5:1: two parts of the old data 'mine' make {OLD_NAME}",
        ),
        (
            f'{ENTRY}[[old_generation.preferences]]\nstore = "prefs/s.xml"\nvalues = {{ a = 1 }}\n{BECOMES}',
            ":4:1: 'prefs/s.xml' is in no folder of the previous system",
        ),
    ],
)
def test_old_data_that_cannot_be_laid_out_is_told_by_its_line(app: Path, text: str, said: str) -> None:
    with pytest.raises(UnusableDataSet) as caught:
        old_data_of(load_subject(str(with_settings(app, text))))

    assert f"ohos-backup.toml{said}" in str(caught.value)


def judged(app: Path, tmp_path: Path) -> tuple[str, str]:
    """Outcome and reason of the case of the own old data."""
    report = tmp_path / "results.json"
    ohos_backup("check", app, "--case", "VER-005", "--json", report)
    (requirement,) = read_results(report).requirements
    (case,) = [case for case in requirement.cases if case.parameters.get("old_data")]
    return case.outcome, case.reason


def test_an_app_that_leaves_out_what_it_should_have_is_found_out(app: Path, tmp_path: Path) -> None:
    assert judged(app, tmp_path) == ("pass", "")

    edit(
        app / "entry/src/main/ets/migration/SharedPreferences.ets", 'name="([^"]*)"\\s*(?:', 'name="(own[^"]*)"\\s*(?:'
    )

    outcome, reason = judged(app, tmp_path)
    assert outcome == "fail"
    assert "/data/storage/el2/base/haps/entry/preferences/ledger (content)" in reason


def test_where_a_reader_is_named_it_says_what_was_taken_over(app: Path, tmp_path: Path) -> None:
    (app / "entry/src/main/ets/migration/Reader.ets").write_text(READER)
    settings = app / "ohos-backup.toml"
    settings.write_text(
        f'{settings.read_text()}\n[migration]\nreader = "entry/src/main/ets/migration/Reader.ets:readLedger"\n'
    )
    assert judged(app, tmp_path) == ("pass", "")

    edit(app / "entry/src/main/ets/migration/OldGeneration.ets", "${target}/${path}`", "${target}/taken/${path}`")

    outcome, reason = judged(app, tmp_path)
    assert (outcome, reason) == (
        "fail",
        'the reader finds {"owner": "小明 & co", "books": []} in the data taken over, not '
        '{"owner": "小明 & co", "books": ["2019/february.txt", "2019/january.txt"]}',
    )
