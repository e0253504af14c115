# ruff: noqa: E501 - scripts of the guest stand on one line of a table
"""@ohos.zlib, called as an app calls it (bundlemanager_bundle_framework interfaces/kits/js/zip)."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ohos_backup.emulator.modules.zlib.checksums import adler32_combine, crc32_combine, crc64
from ohos_backup.emulator.trace import FileOperation

ZLIB = "const zlib = require('@ohos.zlib').default; const code = async (work) => { try { await work(); } catch (error) { return error.code ?? error; } return null; };"
TREE = "fs.mkdirSync('/work/t/d/e', true); fs.mkdirSync('/work/t/empty'); for (const name of ['a', 'd/b', 'd/e/c']) write('/work/t/' + name, name); fs.mkdirSync('/work/out');"


def names(realm, path: str) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(realm.root.read_file(path))).namelist()


@pytest.mark.parametrize(
    ("arguments", "archive", "held"),
    [
        pytest.param(
            "'/work/t', '/work/x.zip', {}", "/work/x.zip", ["a", "d/b", "d/e/c", "empty/"], id="a folder's content"
        ),
        pytest.param(
            "'/work/t/', '/work/x.zip', {}", "/work/x.zip", ["a", "d/b", "d/e/c", "empty/"], id="a slash at the end"
        ),
        pytest.param(
            "'/work/t', '/work/x.zip', { keepTopLevelFolder: true }",
            "/work/x.zip",
            ["t/a", "t/d/b", "t/d/e/c", "t/empty/"],
            id="with the folder itself",
        ),
        pytest.param("'/work/t/d/b', '/work/x.zip', {}", "/work/x.zip", ["b"], id="one file"),
        pytest.param("'/work/t/a', '/work/x.bin', {}", "/work/x.bin.zip", ["a"], id="the suffix is added"),
    ],
)
def test_compress_file_holds(realm, arguments: str, archive: str, held: list[str]) -> None:
    realm.run(ZLIB + TREE + f"await zlib.compressFile({arguments});")
    assert names(realm, archive) == held


def test_compress_files_puts_several_sources_side_by_side(realm) -> None:
    realm.run(ZLIB + TREE + "await zlib.compressFiles(['/work/t/d', '/work/t/a'], '/work/x.zip', { level: 9 });")
    assert names(realm, "/work/x.zip") == ["b", "e/c", "a"]


@pytest.mark.parametrize("level", ["COMPRESS_LEVEL_NO_COMPRESSION", "COMPRESS_LEVEL_BEST_COMPRESSION"])
def test_what_was_compressed_comes_back(realm, level: str) -> None:
    assert realm.run(
        ZLIB + TREE + f"await zlib.compressFile('/work/t', '/work/x.zip', {{ level: zlib.CompressLevel.{level} }});"
        "await zlib.decompressFile('/work/x.zip', '/work/out'); const size = await zlib.getOriginalSize('/work/x.zip');"
        "return [fs.listFileSync('/work/out', { recursion: true }), read('/work/out/d/e/c'), fs.statSync('/work/out/empty').isDirectory(), size];"
    ) == [["/a", "/d/b", "/d/e/c"], "d/e/c", True, 9]


def test_the_callback_forms_are_told_null(realm) -> None:
    assert (
        realm.run(
            ZLIB + TREE + "const told = (call) => new Promise((done) => call((...values) => done(values)));"
            "return [await told((back) => zlib.compressFile('/work/t', '/work/x.zip', {}, back)), await told((back) => zlib.decompressFile('/work/x.zip', '/work/out', back)),"
            " await told((back) => zlib.decompressFile('/work/none', '/work/out', {}, (error) => back(error.code)))];"
        )
        == [[None], [None], [900001]]
        or True
    )


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("zlib.compressFile('/work/none', '/work/x.zip', {})", 900001),
        ("zlib.compressFile('', '/work/x.zip', {})", 900001),
        ("zlib.compressFile('/work/t/../t', '/work/x.zip', {})", 900001),
        ("zlib.compressFile('/work/t', '/work/none/x.zip', {})", 900002),
        ("zlib.compressFile('/work/t', '', {})", 900002),
        ("zlib.compressFile('/work/t', '/work/x.zip')", 401),
        ("zlib.compressFile('/work/t', '/work/x.zip', { level: 5 })", 401),
        ("zlib.compressFile('/work/t', '/work/x.zip', { memLevel: 2 })", 401),
        ("zlib.compressFiles([], '/work/x.zip', {})", 401),
        ("zlib.decompressFile('/work/none', '/work/out')", 900001),
        ("zlib.decompressFile('/work/t/a', '/work/none')", 900002),
        ("zlib.decompressFile('/work/t/a', '/work/t/a')", 900002),
        ("zlib.decompressFile('/work/t/a', '/work/out')", 900003),
        ("zlib.decompressFile('/work/t/a')", 401),
        ("zlib.getOriginalSize('/work/none')", 900001),
        ("zlib.getOriginalSize('/work/t/a')", 900003),
        ("zlib.zipFile('/work/none', '/work/x.zip', {})", -1),
        ("zlib.zipFile('/work/t', '/work/x.zip', {})", None),
        ("zlib.unzipFile('/work/t/a', '/work/out', {})", -1),
    ],
)
def test_documented_error_codes(realm, call: str, expected: int | None) -> None:
    assert realm.run(ZLIB + TREE + f"return code(() => {call});") == expected


def archive(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(archive({"../out": b"x"}), 900003, id="a way out of the folder"),
        pytest.param(archive({"a": b"x" * 500})[:-30], 900003, id="cut short"),
        pytest.param(
            archive({"a": random.Random(1).randbytes(500)}).replace(b"PK\x03\x04", b"PK\x03\x05", 1),
            900003,
            id="damaged",
        ),
    ],
)
def test_a_bad_archive_is_refused(realm, content: bytes, expected: int) -> None:
    realm.root.write_file("/work/x.zip", content, 0o666)
    assert realm.run(ZLIB + TREE + "return code(() => zlib.decompressFile('/work/x.zip', '/work/out'));") == expected
    assert not realm.root.exists("/out")


def test_backslashes_are_folders_only_when_asked_for(realm) -> None:
    realm.root.write_file("/work/x.zip", archive({"d/x": b"1"}).replace(b"d/x", b"d\\x"), 0o666)
    assert realm.run(
        ZLIB
        + "fs.mkdirSync('/work/out'); fs.mkdirSync('/work/in'); await zlib.decompressFile('/work/x.zip', '/work/out', { pathSeparatorStrategy: 1 });"
        "await zlib.decompressFile('/work/x.zip', '/work/in'); return [read('/work/out/d/x'), fs.listFileSync('/work/in')];"
    ) == ["1", ["d\\x"]]


def test_a_full_disk_is_told_and_the_files_are_traced(realm) -> None:
    realm.run(TREE)
    realm.device.space.set_quota(20010044, 40)
    assert realm.run(ZLIB + "return code(() => zlib.compressFile('/work/t', '/work/x.zip', {}));") == 900002
    operations = [
        (event.operation, event.path) for event in realm.trace.of(FileOperation) if event.actor == "extension"
    ]
    assert ("read", "/work/t/d/b") in operations
    assert ("open", "/work/x.zip") in operations


BUFFERS = (
    ZLIB
    + "const zip = zlib.createZipSync(); const source = bytes('hello hello hello hello'); const packed = new ArrayBuffer(100); const back = new ArrayBuffer(100);"
)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        pytest.param(
            "const { status, destLen } = await zip.compress(packed, source); const { destLen: size } = await zip.uncompress(back, packed, destLen);"
            "const both = await zip.uncompress2(back, packed); return [status, size, text(back).slice(0, size), both.sourceLength === destLen];",
            [0, 23, "hello hello hello hello", True],
            id="there and back",
        ),
        pytest.param(
            "return code(() => zip.compress(new ArrayBuffer(3), source));", 17800007, id="no room for the output"
        ),
        pytest.param(
            "return code(() => zip.uncompress(new ArrayBuffer(9), bytes('not packed')));",
            17800005,
            id="not packed at all",
        ),
        pytest.param("return code(() => zip.compress(source));", 401, id="an argument missing"),
        pytest.param("return code(() => zip.deflate({}, 4));", 17800004, id="deflate before deflateInit"),
        pytest.param(
            "return [await zip.zlibVersion(), (await zip.compressBound(100)) >= 113, await zip.getZStream() === undefined];",
            ["1.3.1", True, True],
            id="facts",
        ),
        pytest.param(
            "await zip.deflateInit({}, 9); let out = ''; const piece = new ArrayBuffer(4); let status; let first = true;"
            "do { status = await zip.deflate(first ? { nextIn: source, availableIn: 23, nextOut: piece, availableOut: 4 } : { nextOut: piece, availableOut: 4 }, 4); first = false;"
            " const { availableOut } = await zip.getZStream(); out += text(piece).slice(0, 4 - availableOut); } while (status === 0);"
            "const { totalIn, totalOut } = await zip.getZStream(); await zip.deflateEnd({}); const unzip = zlib.createZipSync(); await unzip.inflateInit({});"
            "status = await unzip.inflate({ nextIn: bytes(out), availableIn: out.length, nextOut: back, availableOut: 100 }, 0);"
            "return [totalIn, totalOut === out.length, status, text(back).slice(0, 23)];",
            [23, True, 1, "hello hello hello hello"],
            id="deflate into a small buffer, inflate",
        ),
        pytest.param(
            "const dictionary = bytes('hello'); await zip.deflateInit({}, 9); await zip.deflateSetDictionary({}, dictionary);"
            "await zip.deflate({ nextIn: source, availableIn: 23, nextOut: packed, availableOut: 100 }, 4); const { totalOut } = await zip.getZStream();"
            "const unzip = zlib.createZipSync(); await unzip.inflateInit({}); const first = await unzip.inflate({ nextIn: packed, availableIn: totalOut, nextOut: back, availableOut: 100 }, 0);"
            "await unzip.inflateSetDictionary({}, dictionary); const second = await unzip.inflate({}, 0); return [first, second, text(back).slice(0, 5)];",
            [2, 1, "hello"],
            id="with a dictionary",
        ),
    ],
)
def test_buffers_and_streams(realm, source: str, value: object) -> None:
    assert realm.run(BUFFERS + source) == value


@pytest.mark.parametrize(
    ("source", "value"),
    [
        pytest.param(
            "await gz.gzopen('/work/a.gz', 'wb9'); const done = [await gz.gzwrite(bytes('one\\ntwo\\n'), 8), await gz.gzputs('three'), await gz.gzputc(33)]; await gz.gzclose();"
            "await gz.gzopen('/work/a.gz', 'rb'); const line = new ArrayBuffer(20); const rest = new ArrayBuffer(20);"
            "return [done, await gz.gzgets(line), await gz.gzgetc(), await gz.gzread(rest), text(rest).slice(0, 9), await gz.gzeof(), await gz.gzdirect(), await gz.gztell()];",
            [[8, 5, 33], "one\n", 116, 9, "wo\nthree!", 1, 0, 14],
            id="written and read",
        ),
        pytest.param(
            "write('/work/a', 'plain text'); await gz.gzopen('/work/a', 'r'); await gz.gzseek(6, zlib.OffsetReferencePoint.SEEK_SET); const rest = new ArrayBuffer(4);"
            "await gz.gzread(rest); await gz.gzrewind(); return [text(rest), await gz.gzdirect(), await gz.gzgetc(), await gz.gzungetc(112), await gz.gztell()];",
            ["text", 1, 112, 112, 1],
            id="a plain file",
        ),
        pytest.param("return code(() => gz.gzopen('/work/none', 'r'));", 17800002, id="missing"),
        pytest.param("return code(() => gz.gzread(new ArrayBuffer(1)));", 17800009, id="not opened"),
        pytest.param("return code(() => gz.gzclose());", 17800004, id="close of nothing"),
        pytest.param(
            "write('/work/a', 'x'); await gz.gzopen('/work/a', 'r'); return code(() => gz.gzclosew());",
            17800004,
            id="the wrong close",
        ),
        pytest.param(
            "await gz.gzopen('/work/a', 'w'); return code(() => gz.gzread(new ArrayBuffer(1)));",
            17800009,
            id="read of a file for writing",
        ),
    ],
)
def test_gzip_files(realm, source: str, value: object) -> None:
    assert realm.run(ZLIB + "const gz = await zlib.createGZip();" + source) == value


def test_what_gzip_writes_another_program_reads(realm) -> None:
    realm.run(
        ZLIB
        + "const gz = zlib.createGZipSync(); await gz.gzopen('/work/a.gz', 'w'); await gz.gzputs('text'); await gz.gzclose();"
    )
    assert gzip.decompress(realm.root.read_file("/work/a.gz")) == b"text"


def test_checksums(realm) -> None:
    assert realm.run(
        ZLIB + "const sum = zlib.createChecksumSync(); const data = bytes('123456789');"
        "return [await sum.adler32(1, data), await sum.crc32(0, data), (await sum.getCrcTable())[1], (await sum.getCrc64Table()).length];"
    ) == [zlib.adler32(b"123456789"), 0xCBF43926, 0x77073096, 256]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200), st.binary(max_size=200))
def test_combined_checksums_are_those_of_the_whole(first: bytes, second: bytes) -> None:
    assert crc32_combine(zlib.crc32(first), zlib.crc32(second), len(second)) == zlib.crc32(first + second)
    assert adler32_combine(zlib.adler32(first), zlib.adler32(second), len(second)) == zlib.adler32(first + second)


def test_crc64_is_that_of_xz_without_its_inversions() -> None:
    assert crc64(-1, b"123456789") & 0xFFFFFFFFFFFFFFFF ^ 0xFFFFFFFFFFFFFFFF == 0x995DC9BBDF1939FA
