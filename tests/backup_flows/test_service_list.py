"""What the service lists for an incremental backup: items 129-137 of the file notes and the vectors V103-V113."""

from __future__ import annotations

import pytest
from installed_app import B, F, application, installed, write
from ohos_backup.emulator.backup.report_file import read_report
from ohos_backup.emulator.backup.selection.service_list import (
    ServiceList,
    list_changes,
    read_interaction_file,
    write_interaction_file,
)
from ohos_backup.emulator.installation import InstalledBundle

HAPS = f"{B}/haps/entry"
EVERYTHING = {f"{F}/a": b"a", f"{F}/d/x": b"xx", f"{F}/k.log": b"log"}


def listed(bundle: InstalledBundle, includes: list[str], excludes: list[str] = [], since_s: int = 0) -> ServiceList:  # noqa: B006
    return list_changes(bundle.service_files, bundle.sandbox_name, bundle.user, includes, excludes, since_s)


def paths(bundle: InstalledBundle, includes: list[str], excludes: list[str] = []) -> list[str]:  # noqa: B006
    """In app view, without the ``/`` that the reader drops."""
    return [f"/{path}" for path in read_report(listed(bundle, includes, excludes).content)]


@pytest.mark.parametrize(
    ("includes", "excludes", "expected"),
    [
        ([f"{F}/"], [], [f"{F}/", f"{F}/a", f"{F}/d", f"{F}/k.log", f"{F}/d/x"]),
        ([F], [], [F, f"{F}/a", f"{F}/d", f"{F}/k.log", f"{F}/d/x"]),
        ([F[1:]], [], [F, f"{F}/a", f"{F}/d", f"{F}/k.log", f"{F}/d/x"]),
        ([f"{F}/a"], [], [f"{F}/a"]),
        ([f"{F}/a/"], [], []),
        ([f"{F}/nope"], [], []),
        ([f"{F}/*.log"], [], []),
        ([""], [], []),
        (["", f"{F}/"], [], []),
        ([f"{F}/d", "", f"{F}/a"], [f"{F}/d/x"], [f"{F}/d", f"{F}/d/x"]),
        ([F], [f"{F}/d"], [F, f"{F}/a", f"{F}/k.log"]),
        ([F], [f"{F}/d/"], [F, f"{F}/a", f"{F}/k.log"]),
        ([F], [f"{F}/k.log"], [F, f"{F}/a", f"{F}/d", f"{F}/d/x"]),
        ([F], ["*.log"], [F, f"{F}/a", f"{F}/d", f"{F}/k.log", f"{F}/d/x"]),
        ([F], [f"{F}/*.log"], [F, f"{F}/a", f"{F}/d", f"{F}/k.log", f"{F}/d/x"]),
        ([F], [F], []),
        ([f"{F}/d", f"{F}/d"], [], [f"{F}/d", f"{F}/d/x"]),
        (["/system/etc/hosts"], [], []),
        ([f"{F}/../files/a"], [], []),
        ([f"{B}/haps/*/cache/"], [], [f"{HAPS}/database", f"{HAPS}/files", f"{HAPS}/files/m", f"{HAPS}/preferences"]),
    ],
)
def test_the_list_follows_the_services_own_rules(includes: list[str], excludes: list[str], expected: list[str]) -> None:
    _, bundle = installed()
    write(bundle, {**EVERYTHING, f"{HAPS}/files/m": b"m", f"{HAPS}/cache/c": b"c", f"{HAPS}/database/": b""})
    assert paths(bundle, includes, excludes) == expected


def test_el3_and_el4_are_not_in_the_services_map() -> None:
    _, bundle = installed()
    write(bundle, {"/data/storage/el4/base/files/x": b"x"})
    assert paths(bundle, ["/data/storage/el4/base/files/"]) == []


@pytest.mark.parametrize(("seconds", "changed"), [(100, False), (101, True)])
def test_only_what_is_newer_in_whole_seconds_counts_as_changed(seconds: int, changed: bool) -> None:
    _, bundle = installed()
    write(bundle, {f"{F}/a": b"abc"})
    bundle.files.set_times(f"{F}/a", 0, seconds * 10**9 + 999_999_999)
    result = listed(bundle, [f"{F}/a"], since_s=100)
    assert (result.size, result.changed_size) == (3, 3 if changed else 0)
    [record] = read_report(result.content).values()
    assert record.is_incremental is changed


def test_links_are_listed_as_files_and_broken_ones_with_zeros() -> None:
    _, bundle = installed()
    write(bundle, {f"{F}/a": b"abc"})
    bundle.files.symbolic_link("a", f"{F}/good")
    bundle.files.symbolic_link("gone", f"{F}/broken")
    records = read_report(listed(bundle, [F]).content)
    assert (records[f"{F}/good"[1:]].size, records[f"{F}/good"[1:]].is_directory) == (3, False)
    assert (records[f"{F}/broken"[1:]].mode, records[f"{F}/broken"[1:]].mtime) == ("0", 0)


def test_a_path_that_would_break_its_line_is_encoded() -> None:
    _, bundle = installed()
    write(bundle, {f"{F}/a;b": b""})
    result = listed(bundle, [f"{F}/a;b"])
    assert b"a%3Bb;" in result.content
    assert list(read_report(result.content)) == [f"{F}/a;b"[1:]]


def test_the_interaction_file_ends_at_its_first_empty_line() -> None:
    assert read_interaction_file(write_interaction_file(["a", "b"], ["c"])) == (["a", "b"], ["c"])
    assert read_interaction_file(write_interaction_file(["a", "", "b"], ["c"])) == (["a"], [])
    assert read_interaction_file(write_interaction_file(["a", "EXCLUDES", "b"], [])) == (["a"], ["b"])


def test_a_clone_has_its_own_places() -> None:
    device, _ = installed()
    clone = device.install(application(), app_index=1)
    write(clone, {f"{F}/c": b"clone"})
    assert paths(clone, [f"{F}/c"]) == [f"{F}/c"]
