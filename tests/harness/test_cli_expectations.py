"""What a team's own expectations do to a run: waivers, ignore rules, taking over, stopping early, a first file."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest
from command_line import APPENDING, NOTES, edit, notes_at, ohos_backup
from ohos_backup.harness.settings import project_settings
from ohos_backup.reports.results_file import read_results

pytestmark = pytest.mark.matrix

FAILING = ("--case", "RST-003[typical]")


@pytest.fixture
def appending(tmp_path: Path) -> Path:
    """An app that fails RST-003."""
    return Path(shutil.copytree(APPENDING, tmp_path / "app"))


def add_settings(app: Path, text: str) -> None:
    file = app / "ohos-backup.toml"
    before = file.read_text() if file.is_file() else ""
    file.write_text(f"{before}\n{text}\n")


def waiver(identifier: str, expires: str = "2999-12-31") -> str:
    return f'[[waiver]]\nid = "{identifier}"\nreason = "merged in 2.0"\nexpires = {expires}\nowner = "us"'


def test_a_waived_failure_does_not_break_conformance_and_is_shown_everywhere(appending: Path, tmp_path: Path) -> None:
    add_settings(appending, waiver("RST-003"))
    report, junit = tmp_path / "results.json", tmp_path / "junit.xml"

    ended = ohos_backup("check", appending, *FAILING, "--json", report, "--junit", junit)

    assert ended.code == 0
    assert "WAIVED RST-003[typical]" in ended.out
    assert "merged in 2.0 (until 2999-12-31, us)" in ended.out
    (requirement,) = read_results(report).requirements
    assert (requirement.outcome, requirement.cases[0].waiver) == ("waived", "merged in 2.0 (until 2999-12-31, us)")
    skipped = ElementTree.parse(junit).find(".//skipped")
    assert skipped is not None
    assert skipped.get("message", "").startswith("waived: merged in 2.0 (until 2999-12-31, us): a second restore")


def test_an_expired_waiver_and_one_that_is_not_needed_fail(appending: Path) -> None:
    add_settings(appending, waiver("RST-003[typical]", "2020-01-31") + "\n" + waiver("RST-001[typical]"))

    ended = ohos_backup("check", appending, *FAILING, "--case", "RST-001[typical]", COLUMNS="200")

    assert ended.code == 1
    assert re.search(r"the waiver of ohos-backup.toml:\d+ expired on 2020-01-31: a second restore", ended.out)
    assert re.search(r"it passes, so the waiver of ohos-backup.toml:\d+ has to go", ended.out)
    assert "mend    Remove the waiver" in ended.out


def test_a_file_that_may_change_is_no_difference(appending: Path) -> None:
    add_settings(appending, '[expect.may_change]\nfiles = ["haps/*/files/lists/"]')

    assert ohos_backup("check", appending, *FAILING).code == 0


def test_the_profile_of_the_settings_is_used_unless_another_is_asked_for(tmp_path: Path) -> None:
    app = notes_at(tmp_path / "app")
    (app / "ohos-backup.toml").write_text('profile = "api12"\n')

    assert "on device api12" in ohos_backup("check", app, "--case", "CFG-001").out
    assert "on device api20" in ohos_backup("check", app, "--case", "CFG-001", "--profile", "api20").out


@pytest.mark.parametrize("workers", ["1", "2"])
def test_fail_fast_stops_and_says_so(appending: Path, tmp_path: Path, workers: str) -> None:
    report = tmp_path / "results.json"

    ended = ohos_backup("check", appending, "--case", "RST", "--fail-fast", "-n", workers, "--json", report)

    results = read_results(report)
    failed = [case for each in results.requirements for case in each.cases if case.outcome == "fail"]
    assert ended.code == 1
    assert "stopped at the first failure of a MUST" in ended.out
    assert (results.complete, results.incomplete_because) == (False, "stopped at the first failure of a MUST")
    assert failed
    # The suite ends with RST-017, long after the first failure.
    assert "RST-017" not in {each.id for each in results.requirements if each.cases}


def cases_of(report: Path) -> dict[str, bool]:
    """By id: whether it was taken over."""
    return {case.id: case.taken_over for each in read_results(report).requirements for case in each.cases}


def test_changed_takes_over_what_nothing_touched(tmp_path: Path) -> None:
    app = notes_at(tmp_path / "app")
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    cache = {"OHOS_BACKUP_CACHE": str(tmp_path / "cache")}
    toolchain_of(cache)
    narrow = ("--case", "RST-001", "--case", "CFG-001")

    assert ohos_backup("check", app, *narrow, "--json", first, **cache).code == 0
    for workers in ("1", "2"):
        ended = ohos_backup("check", app, *narrow, "--changed", "-n", workers, "--json", second, **cache)
        assert ended.code == 0
        assert "unchanged, taken over" in ended.out
        assert all(cases_of(second).values())
        assert cases_of(second).keys() == cases_of(first).keys()

    add_settings(app, '[[data]]\nname = "more"\nfolder = "backup-data/two-notebooks"')
    ohos_backup("check", app, *narrow, "--changed", "--json", second, **cache)
    assert {name for name, taken in cases_of(second).items() if not taken} == {"RST-001[more]", "CFG-001"}

    edit(app / "entry/src/main/ets/backup/NotesBackupAbility.ets", "async onBackup", "  async onBackup")
    ohos_backup("check", app, *narrow, "--changed", "--json", second, **cache)
    assert not any(cases_of(second).values())


def toolchain_of(cache: dict[str, str]) -> None:
    """A cache of its own, with the compiler of the usual one."""
    from ohos_backup.emulator.runtime.arkts.cache import cache_directory

    own = Path(cache["OHOS_BACKUP_CACHE"])
    own.mkdir()
    for entry in cache_directory().iterdir():
        if entry.name != "last-runs":
            (own / entry.name).symlink_to(entry)


def test_init_writes_a_file_that_reads_and_names_what_the_project_has(tmp_path: Path) -> None:
    app = notes_at(tmp_path / "app")
    (app / "ohos-backup.toml").unlink()

    ended = ohos_backup("init", app)

    text = (app / "ohos-backup.toml").read_text()
    assert ended.code == 0
    assert [entry.folder for entry in project_settings(app).data] == ["backup-data/two-notebooks"]
    assert '# profile = "api20"' in text
    assert "/data/storage/el2/base/haps/entry/files/notes" in text
    assert ohos_backup("check", app, "--case", "CFG-001").code == 0


def test_every_suggestion_of_init_is_one_that_can_be_taken(tmp_path: Path) -> None:
    app = notes_at(tmp_path / "app")
    ohos_backup("init", app, "--force")
    file = app / "ohos-backup.toml"

    taken = re.sub(r'^# (?=\[|[\w"@.]+ = )', "", file.read_text(), flags=re.MULTILINE)
    file.write_text(taken)

    settings = project_settings(app)
    assert settings.profile == "api20"
    assert [entry.name for entry in settings.data] == ["two-notebooks", "my-data"]
    assert settings.expect.survive
    assert settings.waiver[0].owner == "the notes team"
    assert settings.migration.reader == "entry/src/main/ets/notes/Notes.ets:readAll"
    assert settings.secrets.values
    assert settings.native == {"libentry.so": "backup-stubs/entry.js"}


def test_init_spares_a_file_that_is_there(tmp_path: Path) -> None:
    app = notes_at(tmp_path / "app")
    before = (app / "ohos-backup.toml").read_text()

    ended = ohos_backup("init", app)

    assert ended.code == 2
    assert "--force" in ended.err
    assert (app / "ohos-backup.toml").read_text() == before
    assert ohos_backup("init", tmp_path / "nowhere").code == 2


def test_what_does_not_apply_is_named_and_explained_when_asked() -> None:
    plain = ohos_backup("check", NOTES, "--case", "CFG", COLUMNS="120")
    explained = ohos_backup("check", NOTES, "--case", "CFG", "--reasons", COLUMNS="120")

    assert re.search(r"n/a +CFG-(\d+ )*010", plain.out)
    assert "fullBackupOnly is not set" not in plain.out
    assert "CFG-010  fullBackupOnly is not set" in explained.out


def test_with_reasons_single_cases_that_do_not_apply_are_explained_too() -> None:
    plain = ohos_backup("check", NOTES, "--case", "LIF-009", COLUMNS="120")
    explained = ohos_backup("check", NOTES, "--case", "LIF-009", "--reasons", COLUMNS="120")

    assert "n/a" not in plain.out.partition("family")[2].partition("\n")[2]
    assert "n/a     LIF-009[big-backup] and 1 more  the data set 'big' has no text in it" in explained.out
