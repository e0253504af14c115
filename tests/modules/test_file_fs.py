"""What the members of @ohos.file.fs do, called as an app calls them (filemanagement_file_api interfaces/kits/js)."""
# ruff: noqa: E501 - scripts of the guest stand on one line of a table

from __future__ import annotations

import pytest
from file_error_codes import MISSING


@pytest.mark.parametrize(
    ("source", "value"),
    [
        pytest.param("write('/work/a', 'hello'); return read('/work/a');", "hello", id="text"),
        pytest.param("write('/work/a', '你好'); return fs.statSync('/work/a').size;", 6, id="utf-8"),
        pytest.param("write('/work/a', bytes('xyz')); return read('/work/a');", "xyz", id="arraybuffer"),
        pytest.param(
            "const f = fs.openSync('/work/a', CREATE | READ_WRITE); fs.writeSync(f.fd, 'ab', { encoding: 'utf-16' });"
            "return fs.statSync(f.fd).size;",
            4,
            id="utf-16",
        ),
        pytest.param(
            "write('/work/a', 'a long text'); const f = fs.openSync('/work/a', READ_WRITE); fs.writeSync(f.fd, 'XY');"
            "return read('/work/a');",
            "XYlong text",
            id="without TRUNC the tail stays",
        ),
        pytest.param(
            "write('/work/a', 'abc'); const f = fs.openSync('/work/a', WRITE_ONLY | APPEND); fs.writeSync(f.fd, 'def');"
            "return read('/work/a');",
            "abcdef",
            id="append",
        ),
        pytest.param(
            "write('/work/a', 'abcdef'); const f = fs.openSync('/work/a', READ_WRITE);"
            "fs.writeSync(f.fd, 'ZZZZ', { offset: 2, length: 2 }); return read('/work/a');",
            "abZZef",
            id="write at an offset, shortened",
        ),
        pytest.param(
            "write('/work/a', 'abcdef'); const f = fs.openSync('/work/a'); const b = new ArrayBuffer(10);"
            "return [fs.readSync(f.fd, b, { offset: 1, length: 3 }), text(b).slice(0, 4), fs.readSync(f.fd, b)];",
            [3, "bcd\0", 6],
            id="a read with offset leaves the position",
        ),
        pytest.param(
            "write('/work/a', 'abcdef'); const f = fs.openSync('/work/a');"
            "return [fs.lseek(f.fd, -2, fs.WhenceType.SEEK_END), fs.readSync(f.fd, new ArrayBuffer(8))];",
            [4, 2],
            id="lseek",
        ),
        pytest.param(
            "write('/work/a', 'abcdef'); return fs.readTextSync('/work/a', { offset: 2, length: 100 });",
            "cdef",
            id="readText from an offset",
        ),
        pytest.param(
            "write('/work/a', 'abcdef'); fs.truncateSync('/work/a', 2); return read('/work/a');", "ab", id="truncate"
        ),
        pytest.param(
            "fs.mkdirSync('/work/d/e/f', true); return fs.accessSync('/work/d/e/f');", True, id="mkdir with recursion"
        ),
        pytest.param(
            "fs.mkdirSync('/work/d/e', true); write('/work/d/e/x', '1'); fs.rmdirSync('/work/d');"
            "return fs.accessSync('/work/d');",
            False,
            id="rmdir removes a filled directory",
        ),
        pytest.param(
            "write('/work/a', ''); fs.rmdirSync('/work/a'); return fs.accessSync('/work/a');",
            False,
            id="rmdir of a file",
        ),
        pytest.param("return fs.accessSync('/work/nothing');", False, id="access of a missing file"),
        pytest.param(
            "write('/work/a', '1'); fs.renameSync('/work/a', '/work/b'); return fs.listFileSync('/work');",
            ["b"],
            id="rename",
        ),
        pytest.param(
            "write('/work/a', '12'); write('/work/b', 'longer'); fs.copyFileSync('/work/a', '/work/b');"
            "return [read('/work/a'), read('/work/b')];",
            ["12", "12"],
            id="copyFile overwrites",
        ),
        pytest.param(
            "write('/work/a', '12'); const from = fs.openSync('/work/a'); const to = fs.openSync('/work/b', CREATE | READ_WRITE);"
            "fs.writeSync(to.fd, 'longer'); fs.copyFileSync(from.fd, to.fd); return read('/work/b');",
            "12",
            id="copyFile between descriptors",
        ),
        pytest.param(
            "write('/work/a', '1'); fs.moveFileSync('/work/a', '/work/b'); return [fs.accessSync('/work/a'), read('/work/b')];",
            [False, "1"],
            id="moveFile",
        ),
        pytest.param(
            "fs.symlinkSync('/work/t', '/work/l'); return [fs.lstatSync('/work/l').isSymbolicLink(), fs.accessSync('/work/l')];",
            [True, False],
            id="symlink",
        ),
        pytest.param(
            "write('/work/a', '12'); const s = fs.statSync('/work/a'); return [s.isFile(), s.isDirectory(), s.size, s.mode,"
            "typeof s.ino, s.mtime, s.mtimeNs === BigInt(s.mtime) * 1000000000n, JSON.stringify(s)];",
            [True, False, 2, 0o660, "bigint", 1767225600, True, "{}"],
            id="stat",
        ),
        pytest.param(
            "fs.utimes === undefined; write('/work/a', ''); fs.utimes('/work/a', 1500); return fs.statSync('/work/a').mtimeNs;",
            "1500000000n",
            id="utimes takes milliseconds",
        ),
        pytest.param(
            "write('/work/a', ''); fs.setxattrSync('/work/a', 'user.k', 'v');"
            "return [fs.getxattrSync('/work/a', 'user.k'), fs.getxattrSync('/work/a', 'user.none')];",
            ["v", ""],
            id="xattr",
        ),
        pytest.param(
            "const p = fs.mkdtempSync('/work/tXXXXXX'); return [/^.work.t\\w{6}$/.test(p), fs.statSync(p).isDirectory()];",
            [True, True],
            id="mkdtemp",
        ),
        pytest.param(
            "write('/work/a', 'abc'); const f = fs.openSync('/work/a'); const g = fs.dup(f.fd); fs.closeSync(f);"
            "return [fs.readSync(g.fd, new ArrayBuffer(9)), g.path, g.name, g.getParent()];",
            [3, "/work/a", "a", "/work"],
            id="dup",
        ),
        pytest.param(
            "write('/work/a', '1\\u2028\\n2\\r\\n3'); const it = fs.readLinesSync('/work/a');"
            "return [it.next(), it.next(), it.next(), it.next()];",
            [
                {"done": False, "value": "1\u2028\n"},
                {"done": False, "value": "2\r\n"},
                {"done": False, "value": "3"},
                {"done": True, "value": ""},
            ],
            id="readLines",
        ),
        pytest.param(
            "write('/work/a', 'abcdef'); const r = fs.createRandomAccessFileSync('/work/a', READ_WRITE); r.setFilePointer(2);"
            "r.writeSync('Z', { offset: 1 }); const at = r.filePointer; r.close(); return [at, read('/work/a')];",
            [4, "abcZef"],
            id="RandomAccessFile offsets count from its pointer",
        ),
        pytest.param(
            "return fs.openSync('file://com.example.notes/work/my%20file', CREATE | READ_WRITE).name;",
            "my file",
            id="own URI",
        ),
    ],
)
def test_a_synchronous_call_does_what_the_device_does(realm, source: str, value: object) -> None:
    assert realm.run(source) == value


def test_every_operation_has_promise_and_callback_forms_that_happen_later(realm) -> None:
    assert realm.run("""
        const promised = fs.open('/work/a', CREATE | READ_WRITE);
        const before = fs.accessSync('/work/a');
        const file = await promised;
        const [error, written] = await callback((done) => fs.write(file.fd, 'abc', done));
        const results = await Promise.all([
          callback((done) => fs.stat('/work/none', done)),
          callback((done) => fs.readText('/work/a', { offset: 1 }, done)),
          callback((done) => fs.close(file, done)),
          callback((done) => fs.mkdir('/work/d/e', true, done)),
          callback((done) => fs.listFile('/work', done)),
        ]);
        return [before, error, written, ...results];
    """) == [False, None, 3, [MISSING, None], [None, "bc"], [None, None], [None, None], [None, ["a", "d"]]]


def test_open_descriptors_are_closed_with_the_process(realm) -> None:
    number = realm.run("return fs.openSync('/work/a', CREATE | READ_WRITE).fd;")
    view = realm.view
    realm.restart()
    with pytest.raises(OSError, match="9"):
        view.fstat(number)


def test_hash_space_and_uri(realm) -> None:
    assert realm.run("""
        write('/work/a', 'abc');
        const hash = require('@ohos.file.hash').default;
        const statvfs = require('@ohos.file.statvfs').default;
        const uri = require('@ohos.file.fileuri').default;
        const made = new uri.FileUri('/work/my 文.txt');
        return [
          await hash.hash('/work/a', 'md5'), statvfs.getTotalSizeSync('/work') > 0, uri.getUriFromPath('/work/my 文.txt'),
          made.path, made.name, uri.getUriFromPath('/storage/Users/currentUser/Documents/x'),
        ];
    """) == [
        "900150983CD24FB0D6963F7D28E17F72",
        True,
        "file://com.example.notes/work/my%20%E6%96%87.txt",
        "/work/my 文.txt",
        "my 文.txt",
        "file://docs/storage/Users/currentUser/Documents/x",
    ]
