# ruff: noqa: E501 - scripts of the guest stand on one line of a table
"""@ohos.hilog, @ohos.util and @ohos.buffer."""

from __future__ import annotations

import pytest

UTIL = "const util = require('@ohos.util').default;"
BUFFER = "const buffer = require('@ohos.buffer').default;"


@pytest.mark.parametrize(
    ("arguments", "text", "raw"),
    [
        ("'plain %{public}s %%'", "plain %{public}s %%", "plain %{public}s %%"),
        ("'%{public}s and %{private}s', 'a', 'b'", "a and <private>", "a and b"),
        ("'%s %d', 'a', 5", "<private> <private>", "a 5"),
        ("'%{public}d', 'text'", "", ""),
        ("'%{public}s', 5", "", ""),
        ("'%{public}s|%{public}s', 'a'", "a|%{public}s", "a|%{public}s"),
        ("'%{public}o', { a: 1 }", '{"a":1}', '{"a":1}'),
        ("'100%% of %{public}s', 'x'", "100% of x", "100% of x"),
        ("'%{public}f', 1", "}f", "}f"),
        ("'%{public}s', ['from a list']", "from a list", "from a list"),
        ("'%{public}s', undefined", "undefined", "undefined"),
    ],
)
def test_hilog_formats_and_masks(realm, arguments: str, text: str, raw: str) -> None:
    realm.run(f"require('@ohos.hilog').default.info(0xFF00, 'tag', {arguments});")
    assert realm.logs == [{"level": "info", "domain": "0xff00", "tag": "tag", "text": text, "raw": raw}]


def test_hilog_levels(realm) -> None:
    assert realm.run("""
        const hilog = require('@ohos.hilog').default;
        const { LogLevel } = hilog;
        const before = hilog.isLoggable(1, 't', LogLevel.DEBUG);
        hilog.setMinLogLevel(LogLevel.WARN);
        hilog.info(1, 't', 'hidden'); hilog.error(1, 't', 'shown'); hilog.warn('no number', 't', 'ignored');
        return [before, hilog.isLoggable(1, 't', LogLevel.INFO), hilog.isLoggable(0x10000, 't', LogLevel.FATAL)];
    """) == [True, False, False]
    assert [line["text"] for line in realm.logs] == ["shown"]


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("return [...new util.TextEncoder().encodeInto('é文')];", [0xC3, 0xA9, 0xE6, 0x96, 0x87]),
        ("return [...util.TextEncoder.create('gbk').encodeInto('文')];", [0xCE, 0xC4]),
        ("const t = new Uint8Array(4); return [new util.TextEncoder().encodeIntoUint8Array('a文b', t), [...t]];",
         [{"read": 2, "written": 4}, [0x61, 0xE6, 0x96, 0x87]]),
        ("return util.TextDecoder.create().decodeToString(Uint8Array.of(0xEF, 0xBB, 0xBF, 0x61, 0xFF));", "a\ufffd"),
        ("return util.TextDecoder.create('utf-8', { ignoreBOM: true }).decodeToString(Uint8Array.of(0xEF, 0xBB, 0xBF, 0x61));",
         "\ufeffa"),
        ("const d = util.TextDecoder.create(); return [d.decodeToString(Uint8Array.of(0xE6, 0x96), { stream: true }),"
         "d.decodeToString(Uint8Array.of(0x87))];", ["", "文"]),
        ("return util.TextDecoder.create('utf-16le').decodeToString(Uint8Array.of(0x61, 0, 0x87, 0x65));", "a文"),
        ("return new util.Base64Helper().encodeToStringSync(Uint8Array.of(1, 2, 255, 0));", "AQL/AA=="),
        ("return new util.Base64Helper().encodeToStringSync(Uint8Array.of(251, 255), util.Type.BASIC_URL_SAFE);", "-_8"),
        ("return [...await new util.Base64Helper().decode('AQL/AA==')];", [1, 2, 255, 0]),
        ("return /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(util.generateRandomUUID());", True),
        ("return util.format('%s is %d, %j %% %s', 'x', '5', { a: 1 });", 'x is 5, {"a":1} % %s'),
        ("return util.format('a', 1, 'b');", "a 1 b"),
        ("const c = new util.LRUCache(2); c.put('a', 1); c.put('b', 2); c.get('a'); c.put('c', 3); return c.keys();", ["a", "c"]),
        ("return new util.types().isUint8Array(new Uint8Array(1));", True),
        ("return util.promisify((value, done) => done(null, value + 1))(4);", 5),
    ],
)  # fmt: skip
def test_util(realm, source: str, value: object) -> None:
    assert realm.run(UTIL + source) == value


@pytest.mark.parametrize(
    "source",
    [
        "new util.TextEncoder('klingon');",
        "new util.TextEncoder(5);",
        "util.TextDecoder.create('utf-8', { fatal: true }).decodeToString(Uint8Array.of(0xFF));",
        "new util.Base64Helper().decodeSync('*');",
        "new util.LRUCache(0);",
    ],
)
def test_util_refuses_wrong_arguments(realm, source: str) -> None:
    assert realm.code(UTIL + source) == 401


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("return buffer.from('é文').length;", 5),
        ("return buffer.from([1, 2, 258]).toString('hex');", "010202"),
        ("return buffer.from('616263', 'hex').toString();", "abc"),
        ("return buffer.from('YWJj', 'base64').toString();", "abc"),
        ("return buffer.from('abc').toString('base64');", "YWJj"),
        ("return buffer.from('é', 'latin1').toString('hex');", "e9"),
        ("return buffer.from('a文', 'utf16le').toString('utf16le');", "a文"),
        ("return buffer.concat([buffer.from('ab'), Uint8Array.of(99)]).toString();", "abc"),
        ("return buffer.alloc(5, 'ab').toString();", "ababa"),
        ("const b = buffer.alloc(4); b.writeInt32BE(-2); return [b.readUInt32BE(0), b[3], b.readInt8(0)];", [4294967294, 254, -1]),
        ("const b = buffer.from('abc'); b[0] = 122; return [b.toString(), b.includes('bc'), b.indexOf('c'), b.length];",
         ["zbc", True, 2, 3]),
        ("return text(buffer.from('abc').buffer);", "abc"),
        ("return buffer.compare(buffer.from('a'), buffer.from('b'));", -1),
        ("return JSON.stringify(buffer.from('a'));", '{"type":"Buffer","data":[97]}'),
        ("write('/work/a', buffer.from('kept').buffer); return read('/work/a');", "kept"),
        ("return buffer.byteLength('文');", 3),
        ("return [buffer.isBuffer(buffer.alloc(1)), buffer.isEncoding('utf-9')];", [True, False]),
    ],
)  # fmt: skip
def test_buffer(realm, source: str, value: object) -> None:
    assert realm.run(BUFFER + source) == value


@pytest.mark.parametrize(
    ("source", "code"),
    [("buffer.from('a', 'nope');", 401), ("buffer.alloc(-1);", 401), ("buffer.alloc(2).readInt32LE(0);", 10200001)],
)
def test_buffer_refuses_wrong_arguments(realm, source: str, code: int) -> None:
    assert realm.code(BUFFER + source) == code
