"""Whole directories in @ohos.file.fs: listing, copying and moving them."""
# ruff: noqa: E501 - scripts of the guest stand on one line of a table

from __future__ import annotations

import pytest
from file_error_codes import EXISTS, INVALID


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ("undefined", ["a.txt", "b.jpg", "d", "noext"]),
        ("{ listNum: 2 }", ["a.txt", "b.jpg"]),
        ("{ recursion: true }", ["/a.txt", "/b.jpg", "/d/c.txt", "/d/e/f.txt", "/noext"]),
        ("{ recursion: false, filter: { suffix: ['.txt'] } }", ["a.txt", "d"]),
        ("{ recursion: true, filter: { suffix: ['.txt'] } }", ["/a.txt", "/d/c.txt", "/d/e/f.txt"]),
        ("{ filter: { displayName: ['?.*', 'n*'] } }", ["a.txt", "b.jpg", "noext"]),
        ("{ filter: { fileSizeOver: 2, suffix: ['.txt', '.jpg'] } }", ["b.jpg"]),
    ],
)
def test_list_file_filters_as_the_device_does(realm, options: str, names: list[str]) -> None:
    realm.run("""
        fs.mkdirSync('/work/l/d/e', true);
        write('/work/l/a.txt', '1'); write('/work/l/b.jpg', '333'); write('/work/l/noext', '');
        write('/work/l/d/c.txt', ''); write('/work/l/d/e/f.txt', '');
    """)
    found = realm.run(f"return fs.listFileSync('/work/l', {options});")
    assert [name for name in found if name != "d" or "fileSizeOver" not in options] == names


def test_copy_dir_reports_conflicts_after_copying_the_rest(realm) -> None:
    realm.run("""
        fs.mkdirSync('/work/s/in', true); fs.mkdirSync('/work/t/s/in', true);
        write('/work/s/a', 'new'); write('/work/s/in/b', 'new'); write('/work/s/in/c', 'new'); write('/work/t/s/in/b', 'old');
    """)
    conflict = [{"srcFile": "/work/s/in/b", "destFile": "/work/t/s/in/b"}]
    after = "[read('/work/t/s/a'), read('/work/t/s/in/b'), read('/work/t/s/in/c')]"
    assert realm.run(f"""
        try {{ fs.copyDirSync('/work/s', '/work/t'); }} catch (error) {{ return [error.code, error.data, ...{after}]; }}
    """) == [EXISTS, conflict, "new", "old", "new"]
    assert realm.run("""
        return new Promise((resolve) => fs.copyDir('/work/s', '/work/t', 0, (error) => resolve([error.code, error.data.length])));
    """) == [EXISTS, 3]
    assert realm.run(f"await fs.copyDir('/work/s', '/work/t', 1); return {after};") == ["new", "new", "new"]


@pytest.mark.parametrize(
    "arguments",
    ["'/work/s', '/work/s'", "'/work/s', '/work/s/in'", "'/work/s/in', '/work/s'", "'/work/s', '/work/none'"],
)
def test_copy_dir_refuses_what_leads_into_itself(realm, arguments: str) -> None:
    realm.run("fs.mkdirSync('/work/s/in', true);")
    assert realm.code(f"fs.copyDirSync({arguments});") == INVALID


@pytest.mark.parametrize(
    ("mode", "code", "target", "left"),
    [
        (0, 13900032, {"/s/a": "old"}, ["/a", "/b"]),
        (1, EXISTS, {"/s/a": "old", "/s/b": "new"}, ["/a"]),
        (2, None, {"/s/a": "new", "/s/b": "new"}, None),
        (3, None, {"/s/a": "new", "/s/b": "new"}, None),
    ],
)
def test_move_dir_modes(realm, mode: int, code: int | None, target: dict[str, str], left: list[str] | None) -> None:
    realm.run("""
        fs.mkdirSync('/work/s'); fs.mkdirSync('/work/t/s', true);
        write('/work/s/a', 'new'); write('/work/s/b', 'new'); write('/work/t/s/a', 'old');
    """)
    assert realm.code(f"fs.moveDirSync('/work/s', '/work/t', {mode});") == code
    names = realm.run("return fs.listFileSync('/work/t', { recursion: true });")
    assert {name: realm.run(f"return read('/work/t{name}');") for name in names} == target
    there = realm.run("return fs.accessSync('/work/s') ? fs.listFileSync('/work/s', { recursion: true }) : null;")
    assert there == left


def test_copy_takes_uris_of_files_and_directories(realm) -> None:
    assert realm.run("""
        const { getUriFromPath } = require('@ohos.file.fileuri').default;
        fs.mkdirSync('/work/s/in', true); fs.mkdirSync('/work/t');
        write('/work/s/a', '12'); write('/work/s/in/b', '3'); fs.symlinkSync('/work/s/a', '/work/s/link');
        const progress = [];
        await fs.copy(getUriFromPath('/work/s/a'), getUriFromPath('/work/t/my copy'));
        await fs.copy(getUriFromPath('/work/s'), getUriFromPath('/work/t'), { progressListener: (part) => progress.push(part) });
        const [code] = await callback((done) => fs.copy(getUriFromPath('/work/s'), getUriFromPath('/work/s/in'), done));
        return [fs.listFileSync('/work/t', { recursion: true }), progress, code];
    """) == [["/my copy", "/s/a", "/s/in/b"], [{"processedSize": 3, "totalSize": 3}], INVALID]
    assert realm.code("fs.copy('/work/s', '/work/t');") == 401
