# ruff: noqa: E501 - scripts of the guest stand on one line of a table
"""What the members of @ohos.file.fs do, called as an app calls them (filemanagement_file_api interfaces/kits/js)."""

from __future__ import annotations

import pytest

INVALID = 13900020
MISSING = 13900002
EXISTS = 13900015
BAD_DESCRIPTOR = 13900008


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


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("fs.openSync('/work/none')", MISSING),
        ("fs.openSync('/work/a', 3)", INVALID),
        ("fs.openSync(7)", INVALID),
        ("fs.openSync('a\\0b')", INVALID),
        ("fs.openSync('/work')", None),
        ("fs.openSync('/work', READ_WRITE)", 13900019),
        ("fs.openSync('http://x/y')", INVALID),
        ("fs.readSync(999, new ArrayBuffer(1))", BAD_DESCRIPTOR),
        ("fs.readSync(3, 'text')", INVALID),
        ("write('/work/a', ''); fs.writeSync(fs.openSync('/work/a').fd, 'x')", BAD_DESCRIPTOR),
        ("write('/work/a', ''); fs.writeSync(fs.openSync('/work/a', READ_WRITE).fd, 'x', { length: 2 })", INVALID),
        (
            "write('/work/a', ''); fs.writeSync(fs.openSync('/work/a', READ_WRITE).fd, 'x', { encoding: 'gbk' })",
            INVALID,
        ),
        ("write('/work/a', 'abc'); fs.readTextSync('/work/a', { offset: 4 })", INVALID),
        ("write('/work/a', 'abc'); fs.readTextSync('/work/a', { encoding: 'gbk' })", INVALID),
        ("fs.closeSync(-1)", INVALID),
        ("write('/work/a', ''); const f = fs.openSync('/work/a'); fs.closeSync(f); fs.closeSync(f)", INVALID),
        ("write('/work/a', ''); const f = fs.openSync('/work/a'); fs.closeSync(f); f.fd", INVALID),
        (
            "write('/work/a', ''); const f = fs.openSync('/work/a'); fs.closeSync(f.fd); fs.closeSync(f.fd)",
            BAD_DESCRIPTOR,
        ),
        ("fs.mkdirSync('/work/d'); fs.mkdirSync('/work/d')", EXISTS),
        ("fs.mkdirSync('/work/d'); fs.mkdirSync('/work/d', true)", EXISTS),
        ("fs.mkdirSync('/work/x/y')", MISSING),
        ("fs.mkdirSync('/work/x/y', false)", MISSING),
        ("fs.mkdirSync('/work/x', 1)", INVALID),
        ("fs.rmdirSync('/work/none')", MISSING),
        ("fs.unlinkSync('/work/none')", MISSING),
        ("fs.accessSync('/work/a', 1)", INVALID),
        ("write('/work/a', ''); fs.accessSync('/work/a/b')", 13900018),
        ("fs.copyFileSync('/work', '/work/b')", 13900042),
        ("write('/work/a', ''); fs.copyFileSync('/work/a', '/work/a')", EXISTS),
        ("write('/work/a', ''); fs.copyFileSync('/work/a', '/work/b', 1)", INVALID),
        ("write('/work/a', ''); write('/work/b', ''); fs.moveFileSync('/work/a', '/work/b', 1)", EXISTS),
        ("fs.mkdirSync('/work/d'); fs.moveFileSync('/work/d', '/work/e')", INVALID),
        ("fs.mkdtempSync('/work/t')", INVALID),
        ("fs.statSync('/work/none')", MISSING),
        ("fs.statSync(true)", INVALID),
        ("fs.statSync()", INVALID),
        ("fs.statSync('/work', 1)", INVALID),
        ("fs.listFileSync('/work', { filter: { suffix: ['txt'] } })", INVALID),
        ("fs.listFileSync('/work', 5)", INVALID),
        ("fs.lseek(3, 0, 9)", INVALID),
        ("fs.createStreamSync('/work/a', 'q')", INVALID),
    ],
)
def test_a_refusal_carries_the_documented_code(realm, source: str, code: int | None) -> None:
    assert realm.code(source) == code


def test_the_message_names_the_error_and_hides_the_path(realm) -> None:
    message = realm.run(
        "try { fs.openSync('/work/secret.txt'); } catch (error) { return [error.message, error instanceof Error]; }"
    )
    assert message == ["No such file or directory. Open failed, path is: /w**k/se***t.t**", True]


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


def test_wrong_arguments_of_an_asynchronous_call_throw_at_once(realm) -> None:
    assert realm.code("fs.open(5).catch(() => undefined);") == INVALID
    assert realm.code("fs.moveFile('/work', '/work/b').catch(() => undefined);") == INVALID


def test_a_rejected_promise_carries_the_code(realm) -> None:
    assert realm.run("return fs.unlink('/work/none').then(() => 0, (error) => error.code);") == MISSING


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


def test_a_stream_keeps_small_writes_until_flush_or_close(realm) -> None:
    assert realm.run("""
        const stream = fs.createStreamSync('/work/a', 'w+');
        stream.writeSync('abc');
        const kept = read('/work/a');
        stream.flushSync();
        const flushed = read('/work/a');
        stream.writeSync('d');
        await stream.close();
        return [kept, flushed, read('/work/a')];
    """) == ["", "abc", "abcd"]


def test_a_stream_that_is_never_closed_loses_its_buffer_with_the_process(realm) -> None:
    realm.run("fs.createStreamSync('/work/a', 'w').writeSync('abc');")
    realm.restart()
    assert realm.run("return read('/work/a');") == ""


def test_a_large_stream_write_reaches_the_file_at_once(realm) -> None:
    assert (
        realm.run("""
        const stream = fs.createStreamSync('/work/a', 'w');
        stream.writeSync('x'.repeat(2000));
        return fs.statSync('/work/a').size;
    """)
        == 2000
    )


def test_a_closed_stream_refuses_everything(realm) -> None:
    assert realm.code("const s = fs.createStreamSync('/work/a', 'w'); s.closeSync(); s.writeSync('x');") == 13900005


def test_stream_reads_with_offset(realm) -> None:
    assert realm.run("""
        write('/work/a', 'abcdef');
        const stream = fs.createStreamSync('/work/a', 'r');
        const buffer = new ArrayBuffer(3);
        const first = await stream.read(buffer, { offset: 2 });
        return [first, text(buffer), stream.readSync(buffer), text(buffer)];
    """) == [3, "cde", 1, "fde"]


def test_locks_of_one_file_exclude_each_other(realm) -> None:
    assert (
        realm.run("""
        write('/work/a', '');
        const [one, two] = [fs.openSync('/work/a'), fs.openSync('/work/a')];
        await one.lock(true);
        let code = 0;
        try { two.tryLock(); } catch (error) { code = error.code; }
        one.unlock();
        two.tryLock(true);
        return code;
    """)
        == 13900010
    )


def test_open_descriptors_are_closed_with_the_process(realm) -> None:
    number = realm.run("return fs.openSync('/work/a', CREATE | READ_WRITE).fd;")
    view = realm.view
    realm.restart()
    with pytest.raises(OSError, match="9"):
        view.fstat(number)


@pytest.mark.parametrize("member", ["connectDfs('id', {})", "disconnectDfs('id')"])
def test_a_member_that_is_not_emulated_says_so_when_it_is_used(realm, member: str) -> None:
    assert realm.code(f"fs.{member};") == 801
    assert realm.not_emulated == [f"@ohos.file.fs.{member.partition('(')[0]}"]


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
