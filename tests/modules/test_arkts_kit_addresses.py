"""url, uri, process and what buffer has beyond bytes and text."""

# ruff: noqa: E501 - scripts of the guest stand on one line of a table
from __future__ import annotations

import json

import pytest

URL = "const { URL, URLParams } = require('@ohos.url').default; "


@pytest.mark.parametrize(
    ("text", "base", "href"),
    [
        ("https://User:p%40ss@Example.com:443/a/./b/../c?x=1#top", None, "https://User:p%40ss@example.com/a/c?x=1#top"),
        ("http://a.com:8080", None, "http://a.com:8080/"),
        ("file:///data/storage/el2/base/a b.txt", None, "file:///data/storage/el2/base/a%20b.txt"),
        ("../d?q=中", "https://a.com/x/y/z", "https://a.com/x/d?q=%E4%B8%AD"),
        ("//b.com/p", "https://a.com/x", "https://b.com/p"),
        ("#f", "https://a.com/x?y", "https://a.com/x?y#f"),
        ("mailto:me@a.com", None, "mailto:me@a.com"),
        ("datashare:///com.ohos.x/y", None, "datashare:///com.ohos.x/y"),
        ("https://[::1]:81/", None, "https://[::1]:81/"),
    ],
)
def test_a_url_is_read_and_resolved(realm, text: str, base: str | None, href: str) -> None:
    arguments = ", ".join(json.dumps(value) for value in (text, base) if value is not None)
    assert realm.run(URL + f"return URL.parseURL({arguments}).href;") == href


@pytest.mark.parametrize(("text", "code"), [("nothing", 10200002), ("https://", 10200002), ("http://a b/", 10200002), ("http://a:99999/", 10200002), (1, 401)])  # fmt: skip
def test_a_url_that_is_none_is_refused(realm, text: object, code: int) -> None:
    assert realm.code(URL + f"URL.parseURL({json.dumps(text)});") == code


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("const u = URL.parseURL('https://a.com/p?x=1&x=2#h'); return [u.protocol, u.host, u.pathname, u.search, u.hash, u.origin, u.params.getAll('x'), JSON.stringify(u)];", ["https:", "a.com", "/p", "?x=1&x=2", "#h", "https://a.com", ["1", "2"], '"https://a.com/p?x=1&x=2#h"']),
        ("const u = URL.parseURL('https://a.com'); u.params.append('k', 'a b&c'); u.port = '81'; u.pathname = 'q'; u.hash = 'z'; return u.href;", "https://a.com:81/q?k=a+b%26c#z"),
        ("const p = new URLParams({ b: '2', a: '1' }); p.sort(); p.set('a', '3'); p.delete('b'); return [p.toString(), p.get('a'), p.get('z'), p.has('a'), [...p]];", ["a=3", "3", None, True, [["a", "3"]]]),
        ("const p = new URLParams([['k', 'v']]); const seen = []; p.forEach((value, key) => seen.push(key + value)); return [seen, new URLParams('?a=%E4%B8%AD+x').get('a')];", [["kv"], "中 x"]),
    ],
)  # fmt: skip
def test_the_parts_of_a_url_can_be_read_and_changed(realm, source: str, value: object) -> None:
    assert realm.run(URL + source) == value


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("const u = new URI('https://me@a.com:81/x/%E4%B8%AD?k=a%20b&k=c&f=0#z'); return [u.scheme, u.userInfo, u.host, u.port, u.path, u.encodedPath, u.getQueryValue('k'), u.getQueryValues('k'), u.getQueryNames(), u.getBooleanQueryValue('f', true), u.fragment, u.getLastSegment(), u.ssp];", ["https", "me", "a.com", "81", "/x/中", "/x/%E4%B8%AD", "a b", ["a b", "c"], ["k", "f"], False, "z", "中", "//me@a.com:81/x/中?k=a b&k=c&f=0"]),
        ("return [new URI('https://a.com/a/../b/./c').normalize().toString(), new URI('a/b').checkRelative(), new URI('mailto:x').checkOpaque(), new URI('x:/y').checkHierarchical()];", ["https://a.com/b/c", True, True, True]),
        ("return new URI('https://a.com/p').addQueryValue('k', 'a b').addSegment('s t').clearQuery().addQueryValue('n', '1').toString();", "https://a.com/p/s%20t?n=1"),
        ("return [URI.createFromParts('mailto', 'no body', 'top').toString(), new URI('HTTP://A.com').equalsTo(new URI('http://a.com'))];", ["mailto:no%20body#top", True]),
    ],
)  # fmt: skip
def test_a_uri_is_read_and_changed(realm, source: str, value: object) -> None:
    assert realm.run(f"const {{ URI }} = require('@ohos.uri').default; {source}") == value


@pytest.mark.parametrize(("call", "code"), [("new URI('')", 401), ("new URI('1:x')", 10200002), ("new URI('a b')", 10200002), ("new URI('x:y').equalsTo(1)", 401)])  # fmt: skip
def test_a_uri_that_is_none_is_refused(realm, call: str, code: int) -> None:
    assert realm.code(f"const {{ URI }} = require('@ohos.uri').default; {call};") == code


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("const b = buffer.alloc(6); b.writeIntBE(-5, 0, 3); b.writeUIntLE(70000, 3, 3); return [b.readIntBE(0, 3), b.readUIntLE(3, 3), b.toString('hex')];", [-5, 70000, "fffffb701101"]),
        ("return [buffer.from([1, 2, 3, 4]).swap16().toString('hex'), buffer.from([1, 2, 3, 4]).swap32().toString('hex')];", ["02010403", "04030201"]),
        ("const blob = new buffer.Blob(['ab', buffer.from('cd').buffer], { type: 't' }); return [blob.size, blob.type, await blob.slice(1, 3).text(), (await blob.arrayBuffer()).byteLength];", [4, "t", "bc", 4]),
        ("try { buffer.alloc(3).swap16(); } catch (error) { return error.code; }", 10200009),
        ("const process = require('@ohos.process').default; return [process.is64Bit(), process.isIsolatedProcess(), process.cwd(), process.tid - process.pid, new process.ProcessManager().isAppUid(20010044)];", [True, False, "/", 0, True]),
    ],
)  # fmt: skip
def test_buffers_blobs_and_the_process(realm, source: str, value: object) -> None:
    assert realm.run(f"const buffer = require('@ohos.buffer').default; {source}") == value
