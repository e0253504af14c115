"""Which files a full backup takes, and in what form (worked vectors V26-V86 of the file notes)."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Mapping
from typing import Any

import pytest
from app_sandbox import BASE, Sandbox, back_up, full_path
from ohos_backup.emulator.backup.archive import Archive
from ohos_backup.emulator.backup.packing.tar import PackingNeverEnds

MB = 1024 * 1024
F = f"{BASE}/files"


def members(archive: Archive) -> list[str]:
    """Names of all members of all tars, folders with their slash, as Python's own reader sees them."""
    names: list[str] = []
    for name, file in archive.files.items():
        if name.startswith("part.") and name.endswith(".tar"):
            with tarfile.open(fileobj=io.BytesIO(file.content)) as tar:
                names += [f"{member.name}/" if member.isdir() else member.name for member in tar]
    return names


def big_files(archive: Archive) -> list[str]:
    return [name for name in archive.files if name != "manage.json" and not name.startswith("part.")]


SELECTIONS: list[tuple[str, dict[str, Any], dict[str, bytes | int], list[str]]] = [
    (
        "V26",
        {},
        {"B/files/a": 5, "B/cache/c": 1, "B/temp/t": 1, "B/preferences/p": 1},
        ["B/files/a", "B/preferences/p"],
    ),
    (
        "V27",
        {},
        {f"B/haps/entry/{kind}/x": 1 for kind in ("files", "cache", "database", "preferences", "temp")},
        ["B/haps/entry/database/x", "B/haps/entry/files/x", "B/haps/entry/preferences/x"],
    ),
    (
        "V28",
        {},
        {"DB/r.db": 1, "/data/storage/el1/database/q.db": 1, "/data/storage/el5/base/files/k": 1},
        ["/data/storage/el1/database/q.db", "DB/r.db"],
    ),
    ("V29", {}, {"B/haps/.hid/files/x": 1}, []),
    ("V30", {}, {"B/files/.hidden": 1, "B/files/.d/x": 1}, ["B/files/.d/x", "B/files/.hidden"]),
    ("V31", {}, {"B/files/": 0}, ["B/files/"]),
    ("V32", {}, {"B/files/e/": 0, "B/files/a": 1}, ["B/files/a", "B/files/e/"]),
    ("V33", {}, {}, []),
    ("V34", {"includes": ["B/cache/"]}, {"B/cache/c": 1}, ["B/cache/c"]),
    ("V35", {"includes": ["B/files"]}, {"B/files/a": 1}, ["B/files/a"]),
    ("V36", {"includes": ["data/storage/el2/base/files/"]}, {"B/files/a": 1}, ["B/files/a"]),
    ("V37", {"includes": ["B/files/a"]}, {"B/files/a": 1, "B/files/b": 1}, ["B/files/a"]),
    ("V38", {"includes": ["B/files/a/"]}, {"B/files/a": 1}, []),
    (
        "V39",
        {"includes": ["B/files/*.txt"]},
        {"B/files/a.txt": 1, "B/files/.b.txt": 1, "B/files/d/c.txt": 1, "B/files/x.txt/y": 1},
        ["B/files/a.txt", "B/files/x.txt/y"],
    ),
    (
        "V40",
        {"includes": ["B/files/*"]},
        {"B/files/a": 1, "B/files/.dot": 1, "B/files/.hid/x": 1, "B/files/d/.in": 1},
        ["B/files/a", "B/files/d/.in"],
    ),
    (
        "V41",
        {"includes": ["B/files/**/c.txt"]},
        {"B/files/d/c.txt": 1, "B/files/d/e/c.txt": 1, "B/files/c.txt": 1},
        ["B/files/d/c.txt"],
    ),
    ("V42", {"includes": ["B/files/{a,b}"]}, {"B/files/a": 1, "B/files/b": 1}, []),
    (
        "V43",
        {"includes": ["B/files/[ab]?"]},
        {"B/files/a1": 1, "B/files/b2": 1, "B/files/c3": 1, "B/files/a12": 1},
        ["B/files/a1", "B/files/b2"],
    ),
    (
        "V44",
        {"includes": ["B/files/", "B/files/d/", "B/files/a"]},
        {"B/files/d/x": 1, "B/files/a": 1},
        ["B/files/a", "B/files/d/x"],
    ),
    ("V45", {"includes": ["B/files/nope/"]}, {"B/files/a": 1}, []),
    ("V46", {"includes": ["B/files/../cache/"]}, {"B/files/": 0, "B/cache/c": 1}, [f"{F}/../cache/c"]),
    ("V54", {"includes": ["/system/etc/hosts"]}, {"/system/etc/hosts": 1}, ["/system/etc/hosts"]),
    (
        "V55",
        {"includes": ["B/files/"], "excludes": ["B/files/d"]},
        {"B/files/d/x": 1, "B/files/d2/y": 1},
        ["B/files/d2/y"],
    ),
    (
        "V56",
        {"includes": ["B/files/"], "excludes": ["B/files/d/"]},
        {"B/files/d/x": 1, "B/files/a": 1},
        ["B/files/a"],
    ),
    (
        "V57",
        {"includes": ["B/files/"], "excludes": ["B/files/d/"]},
        {"B/files/d/": 0, "B/files/a": 1},
        ["B/files/a", "B/files/d/"],
    ),
    ("V58", {"includes": ["B/files/"], "excludes": ["B/files/d"]}, {"B/files/d/": 0, "B/files/a": 1}, ["B/files/a"]),
    ("V59", {"includes": ["B/files/"], "excludes": ["B/files/"]}, {"B/files/a": 1}, []),
    ("V60", {"includes": ["B/files/"], "excludes": ["B/files"]}, {"B/files/a": 1}, []),
    (
        "V61",
        {"includes": ["B/files/"], "excludes": ["*.log"]},
        {"B/files/a.log": 1, "B/files/d/b.log": 1, "B/files/c.logx": 1, "B/files/k.log/z": 1},
        ["B/files/c.logx"],
    ),
    ("V62", {"includes": ["B/files/"], "excludes": ["a.log"]}, {"B/files/a.log": 1}, ["B/files/a.log"]),
    ("V63", {"includes": ["B/files/"], "excludes": ["*/a.log"]}, {"B/files/d/a.log": 1, "B/files/a.log": 1}, []),
    (
        "V64",
        {"includes": ["B/files/"], "excludes": ["data/storage/el2/base/files/k"]},
        {"B/files/k": 1, "B/files/l": 1},
        ["B/files/l"],
    ),
    (
        "V65",
        {"includes": ["B/files/"], "excludes": ["B/files/*/tmp"]},
        {"B/files/a/tmp/x": 1, "B/files/a/b/tmp/y": 1, "B/files/tmp/z": 1},
        ["B/files/tmp/z"],
    ),
    (
        "V66",
        {"includes": ["B/files/"], "excludes": ["B/files/.??*"]},
        {"B/files/.git/x": 1, "B/files/.a": 1, "B/files/b": 1},
        ["B/files/.a", "B/files/b"],
    ),
    ("V67", {"includes": ["B/files/"], "excludes": ["B/FILES/a"]}, {"B/files/a": 1}, ["B/files/a"]),
    ("V68", {"includes": ["B/files/keep/a"], "excludes": ["B/files/keep/"]}, {"B/files/keep/a": 1}, []),
    (
        "V69",
        {"includes": ["B/files/"], "excludes": ["B/files/?"]},
        {"B/files/x": 1, "B/files/xy": 1, "B/files/d/z": 1},
        ["B/files/xy"],
    ),
    ("V70", {"includes": ["B/files/"], "excludes": ["/../files/a"]}, {"B/files/a": 1}, ["B/files/a"]),
    ("V71", {"includes": ["B/files/"]}, {"B/files/f": 2 * MB}, ["B/files/f"]),
    ("V74", {"includes": ["B/files/"]}, {"B/files/small.tar": 1024}, ["B/files/small.tar"]),
]


def written_out(config: Mapping[str, Any]) -> dict[str, Any]:
    return {name: [full_path(path) for path in paths] for name, paths in config.items()}


@pytest.mark.parametrize(
    ("config", "tree", "taken"), [row[1:] for row in SELECTIONS], ids=[row[0] for row in SELECTIONS]
)
def test_the_tar_holds_what_the_configuration_selects(
    config: dict[str, Any], tree: dict[str, bytes | int], taken: list[str]
) -> None:
    archive = back_up(Sandbox().write(tree), written_out(config))
    assert sorted(members(archive)) == sorted(full_path(path) for path in taken)
    assert big_files(archive) == []


@pytest.mark.parametrize(
    ("path", "size", "name"),
    [
        ("B/files/big.bin", 2 * MB + 1, "f188bb333c16913f.bin"),
        ("B/files/backup.tar", 3 * MB, "3e5d61baab7c10e2.tar"),
        ("B/files/v1.2/blob", 3 * MB, "1834db3b9adcc82d.2/blob"),
        ("B/files/noext", 3 * MB, "7fd7ab70314a3db0"),
    ],
    ids=["V72", "V73", "V75", "V76"],
)
def test_a_file_over_two_mebibytes_travels_alone_under_its_hash(path: str, size: int, name: str) -> None:
    archive = back_up(Sandbox().write({path: size}), {"includes": [f"{F}/"]})
    assert list(archive.files) == [name, "manage.json"]
    [entry] = json.loads(archive.manage_text)
    assert entry["fileName"] == name
    assert entry["information"]["path"] == full_path(path)
    assert (entry["isBigFile"], entry["isUserTar"]) == (True, path.endswith(".tar"))


def test_nothing_to_take_leaves_an_empty_index() -> None:
    assert back_up(Sandbox(), {}).manage_text == "[]"


def test_links_are_taken_only_when_an_include_names_them() -> None:
    sandbox = Sandbox().write({"B/files/a": b"12345", "B/files/d/x": 1})
    for name, target in (("ln", "a"), ("lnd", "d"), ("lb", "gone")):
        sandbox.view.symbolic_link(target, f"{F}/{name}")
    inside = back_up(sandbox, {"includes": [f"{F}/"]})
    assert sorted(members(inside)) == [f"{F}/a", f"{F}/d/x"]
    named = back_up(sandbox, {"includes": [f"{F}/ln"]})
    with tarfile.open(fileobj=io.BytesIO(named.files["part.0.tar"].content)) as tar:
        [member] = tar.getmembers()
    assert (member.name, member.size, member.mode) == (f"{F}/ln", 0, 0o777)
    assert members(back_up(sandbox, {"includes": [f"{F}/lnd"]})) == [f"{F}/lnd/x"]
    assert members(back_up(sandbox, {"includes": [f"{F}/lb"]})) == []


def test_a_link_to_a_big_file_sends_its_target_under_the_hash_of_the_link() -> None:
    sandbox = Sandbox().write({"B/files/big": b"big" * MB})
    sandbox.view.symbolic_link("big", f"{F}/ln")
    archive = back_up(sandbox, {"includes": [f"{F}/ln"]})
    assert list(archive.files) == ["ebf308ad9635060b", "manage.json"]
    assert archive.files["ebf308ad9635060b"].content == b"big" * MB
    [entry] = json.loads(archive.manage_text)
    assert (entry["information"]["path"], entry["information"]["stat"]["st_size"]) == (f"{F}/ln", 3 * MB)


def test_a_tar_is_closed_by_the_file_that_brings_it_to_a_hundred_mebibytes() -> None:
    content = bytes(2 * MB)
    archive = back_up(
        Sandbox().write({f"B/files/{number:02d}": content for number in range(51)}), {"includes": [f"{F}/"]}
    )
    sizes = [len(file.content) for name, file in archive.files.items() if name != "manage.json"]
    assert sizes == [50 * (512 + 2 * MB) + 1024, 512 + 2 * MB + 1024]
    assert list(archive.files) == ["part.0.tar", "part.1.tar", "manage.json"]


def test_a_folder_of_nothing_but_links_leaves_no_trace() -> None:
    sandbox = Sandbox().write({"B/files/d/": 0, "B/files/a": 1})
    sandbox.view.symbolic_link("../a", f"{F}/d/ln")
    assert members(back_up(sandbox, {"includes": [f"{F}/"]})) == [f"{F}/a"]


def test_a_dot_star_pattern_drags_in_the_whole_parent() -> None:
    sandbox = Sandbox().write({"B/files/.h": 1, "B/files/a": 1, "B/preferences/p": 1})
    names = members(back_up(sandbox, {"includes": [f"{F}/.*"]}))
    assert {f"{F}/../preferences/p", f"{F}/./a", f"{F}/.h"} <= set(names)


@pytest.mark.parametrize(("count", "groups"), [(6000, [6000]), (6001, [6000, 1])])
def test_a_tar_is_closed_by_its_six_thousandth_member(count: int, groups: list[int]) -> None:
    sandbox = Sandbox().write({f"B/files/{number:05d}": 0 for number in range(count)})
    archive = back_up(sandbox, {"includes": [f"{F}/"]})
    assert list(archive.files) == [f"part.{number}.tar" for number in range(len(groups))] + ["manage.json"]
    assert [len(archive.files[f"part.{number}.tar"].content) for number in range(len(groups))] == [
        512 * size + 1024 for size in groups
    ]


@pytest.mark.parametrize(
    ("tree", "size"),
    [({"B/files/f": 0}, 1536), ({"B/files/f": 5}, 2048), ({"B/files/e/": 0}, 1536), ({f"B/files/{'n' * 71}": 1}, 3072)],
)
def test_a_tar_has_a_header_for_each_member_and_two_empty_blocks(tree: dict[str, bytes | int], size: int) -> None:
    archive = back_up(Sandbox().write(tree), {"includes": [f"{F}/"]})
    assert len(archive.files["part.0.tar"].content) == size


def test_a_name_is_written_plainly_up_to_99_bytes() -> None:
    short = "n" * (99 - len(f"{F}/"))
    for name, size in ((short, 1536), (short + "n", 2560)):
        archive = back_up(Sandbox().write({f"B/files/{name}": 0}), {"includes": [f"{F}/"]})
        assert len(archive.files["part.0.tar"].content) == size
        assert members(archive) == [f"{F}/{name}"]


def test_paths_of_4096_bytes_are_left_out() -> None:
    folder = F + "/" + "/".join(["d" * 250] * 16)
    fits = folder + "/" + "x" * (4095 - len(folder) - 1)
    sandbox = Sandbox().write({fits: 1})
    assert members(back_up(sandbox, {"includes": [f"{F}/"]})) == [fits]
    assert members(back_up(sandbox, {"includes": [f"{F}/"]}, without_tar=True)) == []


def test_what_the_app_may_not_read_vanishes_silently() -> None:
    sandbox = Sandbox().write({"B/files/a": 1, "B/files/b": 1, "B/files/big": 3 * MB})
    sandbox.view.change_mode(f"{F}/a", 0)
    sandbox.view.change_mode(f"{F}/big", 0)
    archive = back_up(sandbox, {"includes": [f"{F}/"]})
    assert list(archive.files) == ["part.0.tar", "manage.json"]
    assert members(archive) == [f"{F}/b"]
    assert archive.data_size == 3 * MB + 2


def test_without_tar_every_file_travels_alone_under_its_path() -> None:
    archive = back_up(Sandbox().write({"B/files/a": 0, "B/files/e/": 0}), {"includes": [f"{F}/"]}, without_tar=True)
    assert list(archive.files) == [f"{F}/a", f"{BASE}/.backup/backup/part.0.tar", "manage.json"]


def test_a_mapped_include_is_named_as_its_restore_place_and_ignores_file_excludes() -> None:
    config = {
        "includes": [f"{F}/new/"],
        "excludes": [f"{F}/old/x"],
        "compatibleDirMapping": [{"backupDir": f"{F}/old/", "restoreDir": f"{F}/new/"}],
    }
    sandbox = Sandbox().write({"B/files/old/x": 1, "B/files/old/y": 1})
    assert members(back_up(sandbox, config, enabled={f"{F}/new/"})) == [f"{F}/new/x", f"{F}/new/y"]
    assert members(back_up(sandbox, config)) == []


def test_a_fifo_named_by_an_include_ends_the_backup_with_a_clear_error() -> None:
    sandbox = Sandbox().write({"B/files/": 0})
    sandbox.view.make_fifo(f"{F}/pipe")
    with pytest.raises(PackingNeverEnds, match="is a FIFO"):
        back_up(sandbox, {"includes": [f"{F}/pipe"]})


def test_big_files_come_first_and_share_the_bytes_of_the_tree() -> None:
    sandbox = Sandbox().write({"B/files/a": 1, "B/files/big": 3 * MB})
    archive = back_up(sandbox, {"includes": [f"{F}/"]})
    assert [name.partition(".")[2] for name in archive.files] == ["", "0.tar", "json"]
    assert next(iter(archive.files.values())).content is sandbox.view.read_file(f"{F}/big")
