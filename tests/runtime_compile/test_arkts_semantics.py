"""Compiled ArkTS behaves as the language does: linking, evaluation order, classes, decorators, UI left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., list[Any]]


@pytest.mark.parametrize(
    ("main", "logged"),
    [
        ("enum E { A = 1, B, S = 'x' } log(E.B, E[1], E.S);", [[2, "A", "x"]]),
        ("const enum E { A = 3, B = A << 1 } log(E.A, E.B);", [[3, 6]]),
        ("namespace N { export const a = 1; export namespace M { export const b = a + 1; } } log(N.M.b);", [2]),
        ("class P { constructor(private a: number, readonly b = 2) {} sum() { return this.a + this.b } }"
         "log(new P(1).sum());", [3]),
        ("class A { x?: number; y: number = 1 } log(Object.keys(new A()));", [["y"]]),
        ("class A { static a = 1; static b = A.a + 1; static { log('block', A.b); } } log(A.b);", [["block", 2], 2]),
        ("class A { #x = 4; get x() { return this.#x } } log(new A().x);", [4]),
        ("let a: number | null = null; log(a ?? 5, a?.toFixed());", [[5, None]]),
        ("let o = { a: 1 } as Record<string, number>; log(o!.a);", [1]),
        ("// @ts-ignore\nlet x: string = 3; log(x);", [3]),
        ("'use static'; log(1);", [1]),
        ("abstract class A { abstract f(): number; g() { return this.f() } } class B extends A { f() { return 7 } }"
         "log(new B().g());", [7]),
        ("const module = 1; log(module);", [1]),
        ("function f<T extends Object>(x: T): T; function f(x: Object) { return x } log(f<number>(3));", [3]),
        ("log(typeof this, (function (this: Object) { return typeof this })());", [["undefined", "undefined"]]),
    ],
)  # fmt: skip
def test_constructs_of_the_language_run(run: Run, main: str, logged: list[Any]) -> None:
    assert run(main) == logged


@pytest.mark.parametrize(
    "library",
    [
        "export let n = 1; export function up() { n++; }",
        "let n = 1; function up() { n += 1; } export { n, up };",
        "var count = 1; export { count as n }; export const up = () => { [count] = [2]; };",
    ],
)
def test_an_imported_variable_follows_its_module(run: Run, library: str) -> None:
    assert run("import { n, up } from './lib'; log(n); up(); log(n);", lib_ets=library) == [1, 2]


@pytest.mark.parametrize(
    ("library", "logged"),
    [
        ("export default class Named {}", "Named"),
        ("export default function named() {}", "named"),
        ("class A {} export default A;", "A"),
        ("class A {} export { A as default };", "A"),
        ("class A {} export = A;", "A"),
    ],
)
def test_every_way_of_exporting_a_default_is_imported(run: Run, library: str, logged: str) -> None:
    assert run("import D from './lib'; log(D.name);", lib_ts=library) == [logged]


def test_reexports_under_other_names_and_stars(run: Run) -> None:
    assert run(
        "import { b, d, only } from './barrel'; import * as all from './barrel';"
        "log(b, d, only, all.ns.a, 'default' in all);",
        barrel_ets="export { a as b, default as d } from './lib'; export * from './star'; export * as ns from './lib';",
        lib_ets="export const a = 1; export default 2;",
        star_ets="export const only = 3; export default 4;",
    ) == [[1, 2, 3, 1, False]]


def test_an_export_of_its_own_wins_over_a_star(run: Run) -> None:
    files = {"barrel_ets": "export * from './lib'; export const a = 'own';", "lib_ets": "export const a = 'star';"}
    assert run("import { a } from './barrel'; log(a);", **files) == ["own"]


def test_functions_of_a_cyclic_import_are_there_before_their_module_has_run(run: Run) -> None:
    assert run(
        "import { fromB } from './b'; export function fromMain() { return 'main' } log(fromB());",
        b_ets="import { fromMain } from './main'; log('b sees', fromMain()); export function fromB() { return 'b' }",
    ) == [["b sees", "main"], "b"]


def test_a_class_of_a_cyclic_import_used_too_early_is_a_reference_error(run: Run) -> None:
    logged = run(
        "import './b'; export class Base {}",
        b_ets="import { Base } from './main'; class Derived extends Base {}",
    )
    assert logged[-1][1] == "ReferenceError: Cannot access 'Base' before initialization"


def test_modules_that_import_each_other_through_a_barrel_link(run: Run) -> None:
    assert run(
        "import { A, B } from './barrel'; log(new A().other(), new B().other());",
        barrel_ets="export * from './a'; export { B } from './b';",
        a_ets="import { B } from './barrel'; export class A { other() { return B.name } }",
        b_ets="import { A } from './barrel'; export class B extends A { other() { return A.name } }",
    ) == [["B", "A"]]


def test_stars_of_barrels_in_a_cycle_pass_names_on(run: Run) -> None:
    assert run(
        "import './inner'; import { late } from './outer'; log(late());",
        inner_ets="export * from './a'; export * from './b';",
        outer_ets="export * from './inner';",
        a_ets="import { late } from './outer'; export const use = () => late();",
        b_ets="import { use } from './outer'; export const late = () => typeof use;",
    ) == ["function"]


def test_a_star_of_a_system_module_passes_its_names_on(run: Run) -> None:
    files = {"barrel_ets": "export * from '@kit.AbilityKit'; export const own = 1;"}
    assert run("import { Ability, own } from './barrel'; log(typeof Ability, own);", **files) == [["function", 1]]


@pytest.mark.parametrize("absent", ["./gone", "libx.so"])
def test_a_name_behind_a_star_of_an_absent_module_is_told_as_not_emulated(run: Run, absent: str) -> None:
    logged = run(
        "import { own, call } from './outer'; log(own); call();",
        outer_ets="export * from './barrel';",
        barrel_ets=f"export * from '{absent}'; export const own = 1;",
    )
    assert logged[0] == 1
    assert logged[1][1] == f"Error: not emulated: {absent}.call"


def test_imports_run_first_and_in_source_order(run: Run) -> None:
    assert run(
        "log('main'); import './a'; export { x } from './b'; import './c';",
        a_ets="log('a');", b_ets="log('b'); export const x = 1;", c_ets="log('c');",
    ) == ["a", "b", "c", "main"]  # fmt: skip


def test_an_import_used_only_as_a_type_is_not_loaded(run: Run) -> None:
    assert run(
        "import { T } from './types'; import type { U } from './types'; let x: T | U | null = null; log(x);",
        types_ets="log('loaded'); export class T {} export class U {}",
    ) == [None]


def test_a_lazy_import_loads_on_first_use(run: Run) -> None:
    assert run(
        "import lazy { a, b as c } from './lib'; import lazy d from './lib'; log('start'); log(a, c, d);",
        lib_ets="log('loaded'); export const a = 1, b = 2; export default 3;",
    ) == ["start", "loaded", [1, 2, 3]]


def test_a_dynamic_import_gives_the_namespace(run: Run) -> None:
    files = {"lib_ets": "export const a = 1; export default 2;"}
    assert run("import('./lib').then((m) => log(m.a, m.default));", **files) == [[1, 2]]


def test_a_dynamic_import_of_an_expression_reaches_the_guest_by_its_value(run: Run) -> None:
    main = "const name = './' + 'lib'; import(name).catch((e: Error) => log(e.message));"
    assert run(main, lib_ets="") == ["no module unknown:./lib"]


def test_json_is_a_default_export(run: Run) -> None:
    files = {"data_json": '{"a": [1, "\u2028é"]}'}
    assert run("import data from './data.json'; log(data);", **files) == [{"a": [1, "\u2028é"]}]


def test_commonjs_files_are_imported_as_modules_and_by_each_other(run: Run) -> None:
    assert run(
        "import def, { a } from './c.js'; import * as all from './c.js'; log(def.a, a, all.b);",
        c_js="const d = require('./d'); exports.a = d(); module.exports.b = typeof this;",
        d_js="module.exports = function () { return 'd' };",
    ) == [["d", "d", "object"]]


def test_es_modules_in_javascript_define_class_fields_as_the_language_does(run: Run) -> None:
    files = {"lib_js": "class Base { set x(v) { throw v } }\nexport class A extends Base { x = 1 }"}
    assert run("import { A } from './lib.js'; log(Object.keys(new A()));", **files) == [["x"]]


def test_import_equals_takes_the_default(run: Run) -> None:
    assert run("import fs = require('@ohos.file.fs'); log(fs.name);") == ["system"]


def test_platform_decorators_leave_no_trace_and_the_users_own_run(run: Run) -> None:
    assert run(
        """
        import { own } from './decorators';
        function tag(name: string) { return (target: Object, key: string) => { log(name, key); } }
        @Observed class A { @Track x: number = 1; @Trace y: number = 2; @tag('t') f() {} }
        @ObservedV2 @Sendable class B { @Monitor('x') m() {} @Type(A) a: A = new A(); }
        @own class C {}
        log(new A().x, new B().a.y);
        """,
        decorators_ets="export function own(target: Object) { log('own', (target as Function).name); }",
    ) == [["t", "f"], ["own", "C"], [1, 2]]


def test_a_decorator_of_the_user_with_a_platform_name_runs(run: Run) -> None:
    assert run("function Track(t: Object, k: string) { log(k) } class A { @Track x: number = 1 }") == ["x"]


def test_a_concurrent_function_is_marked(run: Run) -> None:
    main = "@Concurrent function f(a: number): number { return a } log(f(2), f.toString().includes('use concurrent'));"
    assert run(main) == [[2, True]]


UI = """
import { Chip } from './chip';
@Extend(Text) function big(size: number) { .fontSize(size).onClick(() => {}) }
@Styles function wide() { .width('100%') }
@Builder export function row(label: string) { Row() { Text(label).big(3) } }
@Entry @Component export struct Page {
  static made: number = 4;
  @State @Watch('changed') items: string[] = [];
  @Link other: string;
  private scroller = new Scroller();
  @Builder header() { Text($r('app.string.title')) }
  @Styles narrow() { .width(1) }
  build() {
    Column({ space: 1 }) {
      this.header()
      if (this.items.length > 0) { Chip({ text: $other }) { Text('x') } .margin(1) } else { Blank() }
      ForEach(this.items, (item: string) => { ListItem() { Text(item).fontSize(2) } }, (item: string) => item)
      Repeat(this.items).each((each: RepeatItem<string>) => { Text(each.item) }).key((item) => item)
      TextInput({ text: $$this.other }).wide()
      HdsNavigation() { Text('new') }
    }.width('100%').stateStyles({ normal: { .opacity(1) } })
  }
}
"""


def test_components_can_be_imported_and_are_refused_only_when_constructed(run: Run) -> None:
    assert run(
        "import { Page, row } from './ui'; log(Page.made); try { row('') } catch (e) { log(e.message) } new Page();",
        ui_ets=UI,
        chip_ets="@Component export struct Chip { @Prop text: string = ''; build() { Text(this.text) } }",
    )[:2] == [4, "not emulated: UI function row"]


def test_a_component_is_exported_in_every_way(run: Run) -> None:
    assert run(
        "import Page, { Other } from './ui'; log(Page.name, Other.name);",
        ui_ets="@Component export default struct Page { build() {} } @CustomDialog struct D { build() {} }"
        "export { D as Other };",
    ) == [["Page", "D"]]


def test_constructing_a_component_names_it(run: Run) -> None:
    logged = run("@Component struct Page { build() { Text('') } } new Page();")
    assert logged[-1][1] == "Error: not emulated: UI component Page"
