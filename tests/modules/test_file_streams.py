# ruff: noqa: E501 - scripts of the guest stand on one line of a table
"""Streams, atomic files, mappings and locks of @ohos.file.fs, called as an app calls them."""

from __future__ import annotations

import pytest

SETTLE = "const settle = (start) => new Promise((resolve) => start(resolve));"


@pytest.mark.parametrize(
    ("source", "value"),
    [
        pytest.param(
            "const out = fs.createWriteStream('/work/a'); out.write('first '); out.write('second');"
            "await settle((done) => out.end('', undefined, done)); await settle((done) => setTimeout(done, 20)); out.close();"
            "return [read('/work/a'), out.bytesWritten, out.path];",
            ["first second", 12, "/work/a"],
            id="writes come in order",
        ),
        pytest.param(
            "write('/work/a', 'x'.repeat(40000)); const pieces = []; const from = fs.createReadStream('/work/a');"
            "from.on('data', ({ data }) => pieces.push(data.length)); await settle((done) => from.on('end', done)); from.close();"
            "return [pieces.reduce((sum, size) => sum + size), pieces.length > 1, from.bytesRead];",
            [40000, True, 40000],
            id="a file comes in pieces",
        ),
        pytest.param(
            "write('/work/a', '0123456789'); let seen = ''; const from = fs.createReadStream('/work/a', { start: 2, end: 6 });"
            "from.on('data', ({ data }) => { seen += data; }); await settle((done) => from.on('end', done)); return seen;",
            "2345",
            id="start and end, without the end",
        ),
        pytest.param(
            "write('/work/a', '你好 world'); const from = fs.createReadStream('/work/a'); const to = fs.createWriteStream('/work/b');"
            "from.pipe(to); await settle((done) => from.on('end', done)); await settle((done) => setTimeout(done, 20)); return read('/work/b');",
            "你好 world",
            id="pipe",
        ),
        pytest.param(
            "write('/work/a', 'kept'); const to = fs.createWriteStream('/work/a', { mode: WRITE_ONLY | APPEND }); to.write(' more');"
            "await settle((done) => setTimeout(done, 20)); to.close(); return read('/work/a');",
            "kept more",
            id="append",
        ),
        pytest.param(
            "const to = fs.createWriteStream('/work/a'); try { to.write(new Uint8Array(2)); } catch (error) { return error.code; }",
            13900020,
            id="bytes are refused, as on a device",
        ),
        pytest.param(
            "const s = fs.createStreamSync('/work/a', 'w'); const done = [s.write('first'), s.flush(), s.write(' second'), s.close()];"
            "let code; try { s.writeSync('x'); } catch (error) { code = error.code; } await Promise.all(done); return [read('/work/a'), code];",
            ["first second", 13900005],
            id="what was begun before close goes to its end",
        ),
        pytest.param(
            "write('/work/a', 'abc'); const map = fs.mmapSync(fs.openSync('/work/a', READ_WRITE), 1, 0, 3); const late = map.msync(); map.unmapSync();"
            "try { await late; } catch (error) { return error.code; }",
            13900052,
            id="a mapping that is gone when its msync begins",
        ),
        pytest.param(
            "write('/work/a', '0123456789'); const raf = fs.createRandomAccessFileSync('/work/a', READ_WRITE, { start: 3, end: 5 });"
            "let seen = ''; const from = raf.getReadStream(); from.on('data', ({ data }) => { seen += data; });"
            "await settle((done) => from.on('end', done)); raf.close(); return seen;",
            "34",
            id="a stream of a RandomAccessFile has its range",
        ),
        pytest.param(
            "write('/work/a', '0123456789'); const raf = fs.createRandomAccessFileSync('/work/a', WRITE_ONLY);"
            "try { raf.getReadStream(); } catch (error) { return error.code; }",
            13900012,
            id="no read stream of a file opened for writing",
        ),
        pytest.param(
            "write('/work/a', 'old'); const file = new fs.AtomicFile('/work/a'); const to = file.startWrite(); to.write('new');"
            "await settle((done) => setTimeout(done, 20)); const before = read('/work/a'); file.finishWrite();"
            "return [before, read('/work/a'), String.fromCharCode(...file.readFully()), fs.listFileSync('/work').length];",
            ["old", "new", "new", 1],
            id="an atomic file appears with finishWrite",
        ),
        pytest.param(
            "write('/work/a', 'old'); const file = new fs.AtomicFile('/work/a'); file.startWrite().write('new');"
            "await settle((done) => setTimeout(done, 20)); file.failWrite(); const kept = read('/work/a'); file.delete();"
            "return [kept, fs.listFileSync('/work')];",
            ["old", []],
            id="failWrite keeps the old one",
        ),
        pytest.param(
            "write('/work/a', 'abcdef'); const f = fs.openSync('/work/a', READ_WRITE); const map = fs.mmapSync(f, fs.MappingMode.READ_WRITE, 2, 8);"
            "const buffer = new ArrayBuffer(3); map.read(buffer); map.write(6, bytes('Z')); map.msyncSync(); fs.closeSync(f);"
            "return [text(buffer), map.getPosition(), map.capacity(), map.remaining(), read('/work/a')];",
            ["cde", 3, 8, 5, "abcdef\0\0Z\0"],
            id="a mapping grows the file and writes to it",
        ),
        pytest.param(
            "write('/work/a', 'abcdef'); const map = fs.mmapSync(fs.openSync('/work/a'), fs.MappingMode.PRIVATE, 0, 6); map.write(bytes('XY'));"
            "map.flip(); const limit = map.getLimit(); map.unmapSync(); let code; try { map.capacity(); } catch (error) { code = error.code; }"
            "return [limit, read('/work/a'), code];",
            [2, "abcdef", 13900052],
            id="a private mapping leaves the file alone",
        ),
        pytest.param(
            "write('/work/a', 'abc'); const map = await fs.mmap(fs.openSync('/work/a'), fs.MappingMode.READ_ONLY, 0, 3); const codes = [];"
            "for (const call of [() => map.write(bytes('x')), () => map.read(new ArrayBuffer(9)), () => map.setPosition(4)])"
            "  try { call(); } catch (error) { codes.push(error.code); } return codes;",
            [13900053, 13900051, 13900020],
            id="what a mapping refuses",
        ),
        pytest.param(
            "write('/work/a', 'abc'); const [f, g] = [fs.openSync('/work/a', READ_WRITE), fs.openSync('/work/a', READ_WRITE)]; const order = [];"
            "await f.lock(true); const waits = g.lock(true).then(() => order.push('got it')); await settle((done) => setTimeout(done, 50));"
            "order.push('waited'); f.unlock(); await waits; return order;",
            ["waited", "got it"],
            id="lock waits until the other descriptor lets go",
        ),
    ],
)
def test_what_a_call_does(realm, source: str, value: object) -> None:
    assert realm.run(SETTLE + source) == value


@pytest.mark.parametrize(
    ("events", "work", "heard"),
    [
        pytest.param(0x100, "write('/work/d/new', 'x');", [["/work/d/new", 0x100]], id="created"),
        pytest.param(0x100, "write('/work/d/old', 'x');", [], id="not created: it was there"),
        pytest.param(
            0x2 | 0x8,
            "write('/work/d/old', 'xy');",
            [["/work/d/old", 0x2], ["/work/d/old", 0x8]],
            id="modified, closed",
        ),
        pytest.param(0x200, "fs.unlinkSync('/work/d/old');", [["/work/d/old", 0x200]], id="deleted"),
        pytest.param(
            0xC0,
            "fs.renameSync('/work/d/old', '/work/d/moved');",
            [["/work/d/old", 0x40], ["/work/d/moved", 0x80]],
            id="moved",
        ),
        pytest.param(0x10, "fs.readTextSync('/work/d/old');", [["/work/d/old", 0x10]], id="closed after reading"),
        pytest.param(0x4, "fs.utimes('/work/d/old', 5000);", [["/work/d/old", 0x4]], id="times changed"),
        pytest.param(0xFFF, "try { fs.unlinkSync('/work/d/none'); } catch {}", [], id="a failure is no event"),
    ],
)
def test_a_watcher_hears_what_the_app_does(realm, events: int, work: str, heard: object) -> None:
    assert (
        realm.run(
            "fs.mkdirSync('/work/d'); write('/work/d/old', 'abc'); const heard = [];"
            f"const watcher = fs.createWatcher('/work/d', {events}, (e) => heard.push([e.fileName, e.event])); watcher.start();"
            f"{work} await new Promise((done) => setTimeout(done, 10)); watcher.stop(); write('/work/d/later', '');"
            "await new Promise((done) => setTimeout(done, 10)); return heard;"
        )
        == heard
    )


def test_both_halves_of_a_move_carry_the_same_cookie(realm) -> None:
    first, second = realm.run(
        "write('/work/a', ''); const cookies = []; const watcher = fs.createWatcher('/work', 0xc0, (e) => cookies.push(e.cookie));"
        "watcher.start(); fs.moveFileSync('/work/a', '/work/b'); await new Promise((done) => setTimeout(done, 10)); return cookies;"
    )
    assert first == second != 0


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("fs.createWatcher('/work', 0, () => {});", 13900020),
        ("fs.createWatcher('/work', 0x1000, () => {});", 13900020),
        ("fs.createWatcher('/work', 1);", 13900020),
        ("fs.createWatcher('/work/none', 1, () => {}).start();", 13900002),
        ("const w = fs.createWatcher('/work', 1, () => {}); w.start(); w.stop(); w.stop();", 13900005),
        ("fs.mmapSync(99, 0, 0, 4);", 13900008),
        ("fs.mkdirSync('/work/d'); fs.mmapSync(fs.openSync('/work/d', fs.OpenMode.DIR).fd, 0, 0, 4);", 13900056),
        ("new fs.AtomicFile();", 401),
        ("new fs.AtomicFile('/work/none/a').startWrite();", 13900002),
        ("new fs.TaskSignal().cancel();", 13900048),
    ],
)
def test_documented_error_codes(realm, source: str, code: int) -> None:
    assert realm.code(source) == code


def test_a_copy_can_be_stopped_before_it_ends(realm) -> None:
    assert realm.run(
        "write('/work/a', 'x'); const signal = new fs.TaskSignal(); const told = []; signal.onCancel((path) => told.push(path));"
        "const done = fs.copy('file:///work/a', 'file:///work/b', { copySignal: signal }); signal.cancel();"
        "try { await done; } catch (error) { told.push(error.code); } await new Promise((go) => setTimeout(go, 5));"
        "return [told, fs.accessSync('/work/b')];"
    ) == [[13900049, "/work/a"], False]


@pytest.mark.parametrize(
    ("source", "value"),
    [
        pytest.param(
            "return fs.listFileExtSync('/work/t', { fileFilter: { filter: (name) => name.endsWith('.txt') } });",
            ["a.txt"],
            id="filter",
        ),
        pytest.param(
            "const seen = []; const found = await fs.listFileExt('/work/t', { recursion: true, fileFilter: { filter(name) { seen.push(name); return true; } } });"
            "return [found, seen];",
            [["/a.txt", "/b.md", "/d/c.txt"], ["/a.txt", "/b.md", "/d/c.txt"]],
            id="recursion: files only, by their path below the folder",
        ),
        pytest.param("return fs.listFileExtSync('/work/t', { listNum: 1 });", ["a.txt"], id="limit"),
    ],
)
def test_list_file_ext(realm, source: str, value: object) -> None:
    tree = "fs.mkdirSync('/work/t/d', true); for (const name of ['a.txt', 'b.md', 'd/c.txt']) write('/work/t/' + name, '');"
    assert realm.run(tree + source) == value


def test_hash_label_and_storage(realm) -> None:
    assert realm.run(
        "write('/work/a', 'abc'); const hash = require('@ohos.file.hash').default; const label = require('@ohos.file.securityLabel').default;"
        "const storage = require('@ohos.file.storageStatistics').default; const stream = hash.createHash('md5'); stream.update(bytes('ab')); stream.update(bytes('c'));"
        "label.setSecurityLabelSync('/work/a', 's1'); const before = label.getSecurityLabelSync('/work/none'); await label.setSecurityLabel('/work/a', 's4');"
        "let code; try { label.setSecurityLabelSync('/work/a', 's2'); } catch (error) { code = error.code; }"
        "return [await hash.hash('/work/a', 'md5') === stream.digest(), before, label.getSecurityLabelSync('/work/a'), code,"
        " fs.getxattrSync('/work/a', 'user.security'), storage.getTotalSizeSync() >= await storage.getFreeSize()];"
    ) == [True, "s3", "s4", 13900020, "s4", True]


def test_the_app_knows_its_own_size(realm) -> None:
    realm.root.make_directories("/data/storage/el2/base/cache")
    realm.root.write_file("/data/storage/el2/base/cache/c", b"x" * 1000)
    sizes = realm.run("return await require('@ohos.file.storageStatistics').default.getCurrentBundleStats();")
    realm.root.write_file("/data/storage/el2/base/data", b"x" * 500)
    later = realm.run("return await require('@ohos.file.storageStatistics').default.getCurrentBundleStats();")
    assert later == {**sizes, "dataSize": sizes["dataSize"] + 500}
    assert sizes["cacheSize"] >= 1000


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
