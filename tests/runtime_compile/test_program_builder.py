"""A Program holds what the entry can reach, and says where the rest is missing."""

from __future__ import annotations

import re

import pytest
from conftest import Project
from ohos_backup.emulator.runtime.arkts.source_map import SourceMap


def problems(project: Project, entry: str = "main.ets") -> list[tuple[str, str, str]]:
    return [
        (problem.kind, str(problem.position).removeprefix(f"{project.root}/"), problem.module_id)
        for problem in project.build(entry).problems
    ]


def test_only_reachable_files_become_modules_and_imports_point_at_them(project: Project) -> None:
    project.write(
        main_ets="import a from './a'; import { fileIo } from '@kit.CoreFileKit'; import n from 'libx.so';"
        "log(a, fileIo, n);",
        a_ets="export { default } from './b';",
        b_ts="import('./c'); export default 1;",
        c_js="export const c = 1;",
        unused_ets="log('never');",
    )
    program = project.build()
    assert program.entry == "main.ets"
    assert {module.id: dict(module.imports) for module in program.modules} == {
        "main.ets": {
            "./a": "a.ets",
            "@kit.CoreFileKit": "system:@kit.CoreFileKit",
            "libx.so": "native:libx.so",
        },
        "a.ets": {"./b": "b.ts"},
        "b.ts": {"./c": "c.js"},
        "c.js": {},
    }
    assert program.problems == ()


def test_a_module_outside_the_project_keeps_its_relative_path(project: Project) -> None:
    project.root = project.root / "app"
    project.root.mkdir()
    (project.root.parent / "shared.ets").write_text("export const x = 1;")
    project.write(main_ets="import { x } from '../shared'; log(x);")
    assert {module.id for module in project.build().modules} == {"main.ets", "../shared.ets"}


def test_a_declaration_file_is_an_empty_module(project: Project) -> None:
    project.file("types.d.ets").write_text("export interface T {}\nexport declare const x: number;")
    project.write(main_ets="import { x } from './types'; log(x);")
    assert project.run() == [None]


def test_a_missing_module_is_told_with_its_place_and_does_not_stop_the_build(project: Project) -> None:
    project.write(
        main_ets="import { a } from './a';\nimport { b } from\n  './gone';\nlog(a, b);", a_ets="export const a = 1;"
    )
    assert problems(project) == [("missing-module", "main.ets:3:3", "missing:./gone")]
    assert len(project.build().modules) == 2


def test_an_import_of_types_only_may_lead_nowhere(project: Project) -> None:
    project.write(main_ets="import { T } from './gone'; let t: T | null = null; log(t);")
    assert problems(project) == []


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("bad.ets", "let a = 1;\nlet b = = 2;\n", "bad.ets:2:9"),
        ("bad.ets", "\ufefflet b = = 2;\r\n", "bad.ets:1:9"),
        ("bad.ts", "class A {\n", "bad.ts:2:1"),
        ("bad.js", "export const x = (1;", "bad.js:1:20"),
        ("bad.ets", "export class A {\n  x: number = ;\n}", "bad.ets:2:15"),
        ("bad.ets", "const a = 1;\nconst a = 2;\n", "bad.ets:2:7"),
        ("bad.ets", "export const x = 1;\nawait x;\n", "bad.ets:2:1"),
        ("bad.json", '{"a": 1\n"b": 2}', "bad.json:2:1"),
        ("bad.ets", "@Entry @Component struct P {\n  build() { Column( { } }\n}", "bad.ets:2:25"),
    ],
)
def test_a_file_that_does_not_parse_is_told_with_its_place(project: Project, name: str, text: str, place: str) -> None:
    project.file(name).write_text(text, "utf-8")
    project.write(main_ets=f"import * as bad from './{name}'; log(bad);")
    found = problems(project)
    assert found[0][0] == "syntax"
    assert found[0][2] == name
    assert re.sub(r"(?<=json:2):\d+$", ":1", found[0][1]) == place
    assert [module.id for module in project.build().modules] == ["main.ets"]


def test_an_entry_that_does_not_parse_still_gives_a_program(project: Project) -> None:
    project.write(main_ets="class {")
    program = project.build()
    assert (program.entry, program.modules) == ("main.ets", ())
    assert program.problems[0].kind == "syntax"


def test_an_entry_that_is_not_there_is_a_problem_of_its_own(project: Project) -> None:
    (problem,) = project.build("nowhere.ets").problems
    assert problem.message.startswith("the file cannot be read")


def test_a_file_kind_that_is_no_code_is_a_problem(project: Project) -> None:
    project.file("style.css").write_text("a {}")
    project.write(main_ets="import './style.css';")
    assert problems(project) == [("syntax", "style.css:1:1", "style.css")]


def test_a_stack_trace_leads_back_to_the_users_line_and_column(project: Project) -> None:
    project.write(
        main_ets="import { fail } from './lib';\n\nfail(1);\n",
        lib_ets="import { Used } from '@kit.AbilityKit';\n"
        "interface Long {\n  a: number;\n}\n"
        "export function fail(n: number): void {\n"
        "  const unused: Long = { a: n }; throw new Error(`${unused} ${Used}`);\n"
        "}\n",
    )
    stack = project.run()[-1][2]
    maps = {module.id: SourceMap(module.source_map) for module in project.build().modules}
    frames = [
        (file, maps[file].lookup(int(line), int(column)))
        for file, line, column in re.findall(r"\(?(\w+\.ets):(\d+):(\d+)\)?", stack)
    ]
    assert frames[:2] == [("lib.ets", (6, 40)), ("main.ets", (3, 5))]
