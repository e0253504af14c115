"""Each operator plants the fault that its name says, at the right place, and nowhere else."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from ohos_backup.fixtures.catalogue_of_apps import good_apps

TOOLS = str(Path(__file__).parents[2] / "tools")


@pytest.fixture
def edited(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], list[str]]:
    """The texts that an operator makes of one."""
    monkeypatch.setattr(sys, "path", [TOOLS, *sys.path])
    operators = importlib.import_module("mutation.operators").OPERATORS
    source_of = importlib.import_module("mutation.source").Source

    def edit(operator: str, text: str) -> list[str]:
        source = source_of(text.encode(), bundle="com.example.a", module="entry")
        return [source.edited(found).decode() for found in operators[operator].edits(source)]

    return edit


COPY = "fs.copyFileSync(a, b);"
TABLE = [
    ("drop-await", "async function f() { await g(); }", "async function f() { g(); }"),
    ("forget-to-wait", COPY, "fs.copyFile(a, b);"),
    (
        "for-each-async",
        "async function f() { for (const x of xs) { await g(x); } }",
        "async function f() { Array.from(xs).forEach(async (x) => { await g(x); }); }",
    ),
    ("swallow-error", "f();", "try { f(); } catch (ignored) { }"),
    (
        "swallow-all",
        "class A { async onBackup() { f(); } }",
        "class A { async onBackup() { try { f(); } catch (ignored) { } } }",
    ),
    ("drop-throw", "throw new Error('x');", ";"),
    ("throw-text", "throw new Error('x');", "throw 'x';"),
    ("drop-catch", "try { f(); } catch (e) { g(); }", "{ f(); }"),
    ("drop-catch", "try { f(); } catch (e) { g(); } finally { h(); }", "try { f(); } finally { h(); }"),
    ("drop-guard", "function f(a) { if (!a) { return; } g(); }", "function f(a) { ; g(); }"),
    ("negate-condition", "if (a) { f(); }", "if (!((a))) { f(); }"),
    ("drop-existence-check", "if (fs.accessSync(p)) { f(); }", "if (true) { f(); }"),
    ("drop-existence-check", "if (!fs.accessSync(p)) { f(); }", "if (false) { f(); }"),
    ("and-or", "x = a && b;", "x = a || b;"),
    ("flip-boolean", "f(true);", "f(false);"),
    ("swap-paths", COPY, "fs.copyFileSync(b, a);"),
    ("move-instead", COPY, "fs.moveFileSync(a, b);"),
    ("delete-target-first", COPY, f"if (fs.accessSync(b)) {{ fs.unlinkSync(b); }} {COPY}"),
    ("skip-existing", COPY, f"if (!fs.accessSync(b)) {{ {COPY} }}"),
    (
        "skip-same-size",
        COPY,
        f"if (!(fs.accessSync(b) && fs.statSync(b).size === fs.statSync(a).size)) {{ {COPY} }}",
    ),
    (
        "copy-as-text",
        COPY,
        "const opened = fs.openSync(b, fs.OpenMode.READ_WRITE | fs.OpenMode.CREATE | fs.OpenMode.TRUNC); "
        "fs.writeSync(opened.fd, fs.readTextSync(a)); fs.closeSync(opened);",
    ),
    ("leave-behind", "fs.unlinkSync(p);", ";"),
    (
        "clean-too-early",
        "class A { onBackup() { f(); } onRelease() { this.clear(); } }",
        "class A { onBackup() { f(); this.clear(); } onRelease() { this.clear(); } }",
    ),
    ("drop-close", "fs.closeSync(file);", ";"),
    ("drop-mkdir", "fs.mkdirSync(p, true);", ";"),
    ("drop-recursion", "fs.mkdirSync(p, true);", "fs.mkdirSync(p);"),
    ("drop-step", COPY, ";"),
    ("drop-truncation", "f(fs.OpenMode.CREATE | fs.OpenMode.TRUNC);", "f(fs.OpenMode.CREATE);"),
    ("append-instead", "f(fs.OpenMode.TRUNC);", "f(fs.OpenMode.APPEND);"),
    ("skip-first", "for (const x of xs) { f(x); }", "for (const x of Array.from(xs).slice(1)) { f(x); }"),
    ("skip-last", "for (const x of xs) { f(x); }", "for (const x of Array.from(xs).slice(0, -1)) { f(x); }"),
    ("only-first", "for (const x of xs) { f(x); }", "for (const x of Array.from(xs).slice(0, 1)) { f(x); }"),
    ("forget-side-files", "const ends = ['', '-wal'];", "const ends = [''];"),
    ("off-by-one", "while (i < n) { f(i); }", "while (i <= n) { f(i); }"),
    ("off-by-one", "f(i + 1);", "f(i);"),
    (
        "main-user-only",
        "f(this.context.filesDir);",
        "f('/data/app/el2/100/base/com.example.a/haps/entry/files');",
    ),
    ("wrong-level", "f(context.filesDir);", "f(context.filesDir.replace('/el2/', '/el1/'));"),
    ("wrong-module", "f(context.filesDir);", "f(context.filesDir.replace('/haps/entry/', '/haps/default/'));"),
    ("wrong-folder", "f(`${root}/index/all.json`);", "f(`${root}/index_/all.json`);"),
    (
        "write-outside",
        COPY,
        "fs.copyFileSync(a, (b).replace('/files', '/temp').replace('/.backup', '/.backups'));",
    ),
    (
        "flatten-path",
        "f(`${to}/${path}`);",
        "f(`${to}/${String(path).substring(String(path).lastIndexOf('/') + 1)}`);",
    ),
    ("fixed-name", "f(`${to}/${name}`);", "f(`${to}/data.bin`);"),
    ("drop-area", "this.context.area = AreaMode.EL1;", ";"),
    ("wrong-area", "f(c.AreaMode.EL2);", "f(c.AreaMode.EL1);"),
    ("no-answer", "class A { onBackupEx() { return f(); } }", "class A { onBackupEx() { return ''; } }"),
    ("answer-in-words", "class A { onBackupEx() { return f(); } }", "class A { onBackupEx() { return 'ok'; } }"),
    ("always-success", "f({ errorCode: code });", "f({ errorCode: 0 });"),
    ("versions-as-text", "x = version.code < 7;", "x = String(version.code) < String(7);"),
    ("exact-version", "x = name.startsWith('0.0');", "x = (name === '0.0');"),
    ("exact-version", "x = version.code >= 7;", "x = version.code === 7;"),
    ("ask-past-the-end", "x = parts[1];", "x = parts[2];"),
]


@pytest.mark.parametrize(("operator", "text", "made"), TABLE)
def test_an_operator_makes_one_precise_edit(
    operator: str, text: str, made: str, edited: Callable[[str, str], list[str]]
) -> None:
    assert edited(operator, text) == [made]


def test_every_operator_is_in_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [TOOLS, *sys.path])
    operators = importlib.import_module("mutation.operators").OPERATORS

    assert {name for name, _, _ in TABLE} == set(operators)


@pytest.mark.parametrize(
    ("operator", "text"),
    [
        ("swallow-error", "hilog.info(0, 'tag', 'text');"),
        ("swallow-error", "found.push(1);"),
        ("drop-step", "hilog.info(0, 'tag', 'text');"),
        ("flatten-path", "f(`${to}/${name}`);"),
        ("wrong-folder", "import { a } from '../notes/Note';"),
        ("for-each-async", "async function f() { for (const x of xs) { await g(x); return; } }"),
        ("clean-too-early", "class A { onBackup() { f(); } onRelease() { f(); } }"),
        ("forget-side-files", "for (const x of xs) { f(x); }"),
    ],
)
def test_what_would_be_no_fault_is_left_alone(
    operator: str, text: str, edited: Callable[[str, str], list[str]]
) -> None:
    assert edited(operator, text) == []


def test_nothing_is_edited_where_the_tree_is_not_sure(edited: Callable[[str, str], list[str]]) -> None:
    assert edited("drop-step", "f(a b;\n") == []


def test_the_sign_of_a_database_makes_loops_forget_its_side_files(edited: Callable[[str, str], list[str]]) -> None:
    (made,) = edited("forget-side-files", "f('notes.db'); for (const x of xs) { g(x); }")

    assert "Array.from(xs).filter((side) => !String(side).endsWith('-wal'))" in made


def test_every_operator_plants_something_in_a_good_app(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [TOOLS, *sys.path])
    idle = dict(importlib.import_module("mutation.operators").OPERATORS)
    source_of = importlib.import_module("mutation.source").Source

    for file in sorted(file for app in good_apps() for file in app.path.glob("**/src/main/ets/**/*.ets")):
        source = source_of(file.read_bytes())
        idle = {name: operator for name, operator in idle.items() if not any(operator.edits(source))}

    assert not idle, "no good app has anything for these operators"
