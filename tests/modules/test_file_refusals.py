"""What @ohos.file.fs refuses: the documented codes, the message, and when an asynchronous call throws."""

from __future__ import annotations

import pytest
from file_error_codes import BAD_DESCRIPTOR, EXISTS, INVALID, MISSING


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


def test_wrong_arguments_of_an_asynchronous_call_throw_at_once(realm) -> None:
    assert realm.code("fs.open(5).catch(() => undefined);") == INVALID
    assert realm.code("fs.moveFile('/work', '/work/b').catch(() => undefined);") == INVALID


def test_a_rejected_promise_carries_the_code(realm) -> None:
    assert realm.run("return fs.unlink('/work/none').then(() => 0, (error) => error.code);") == MISSING


@pytest.mark.parametrize("member", ["connectDfs('id', {})", "disconnectDfs('id')"])
def test_a_member_that_is_not_emulated_says_so_when_it_is_used(realm, member: str) -> None:
    assert realm.code(f"fs.{member};") == 801
    assert realm.not_emulated == [f"@ohos.file.fs.{member.partition('(')[0]}"]
