# ruff: noqa: E501 - the guest's script keeps its lines
"""The global scope of ArkUI, base classes of other abilities, enums of modules that are not emulated."""

from __future__ import annotations

import pytest
from ohos_backup.emulator.modules import registry
from ohos_backup.emulator.modules.kit_table import kit_table

GLOBAL = "const { lookup } = require('@ohos.internal.globals'); const AppStorage = lookup('AppStorage'); const LocalStorage = lookup('LocalStorage');\n"


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("return AppStorage.get('none') ?? null;", None),
        ("return [AppStorage.set('a', 1), AppStorage.has('a')];", [False, False]),
        ("return [AppStorage.setOrCreate('a', 1), AppStorage.set('a', 2), AppStorage.get('a')];", [True, True, 2]),
        (
            "AppStorage.SetOrCreate('a', 1); return [AppStorage.Get('a'), AppStorage.Has('a'), AppStorage.Size()];",
            [1, True, 1],
        ),
        ("AppStorage.setOrCreate('a', 1); AppStorage.setOrCreate('b', 2); return [...AppStorage.keys()];", ["a", "b"]),
        (
            "AppStorage.setOrCreate('a', 1); return [AppStorage.delete('a'), AppStorage.delete('a'), AppStorage.size()];",
            [True, False, 0],
        ),
        (
            "AppStorage.setOrCreate('a', 1); const l = AppStorage.link('a'); l.set(5); return [AppStorage.get('a'), l.info()];",
            [5, "a"],
        ),
        (
            "AppStorage.setOrCreate('a', 1); const p = AppStorage.prop('a'); p.set(5); return [AppStorage.get('a'), p.get()];",
            [1, 5],
        ),
        (
            "const l = AppStorage.setAndLink('a', 1); const first = AppStorage.delete('a'); l.aboutToBeDeleted(); l.aboutToBeDeleted(); return [first, AppStorage.delete('a')];",
            [False, True],
        ),
        (
            "const l = AppStorage.setAndLink('a', 1); const first = AppStorage.clear(); l.aboutToBeDeleted(); return [first, AppStorage.clear(), AppStorage.size()];",
            [False, True, 0],
        ),
        ("return AppStorage.link('none') ?? null;", None),
        (
            "const s = new LocalStorage({ a: 1 }); s.setOrCreate('b', 2); return [s.get('a'), s.Get('b'), AppStorage.has('a')];",
            [1, 2, False],
        ),
        ("AppStorage.setOrCreate('a', undefined); return AppStorage.has('a');", True),
    ],
)
def test_app_storage_keeps_values_for_the_process(realm, source: str, value: object) -> None:
    assert realm.run(GLOBAL + source) == value
    assert realm.not_emulated == []


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("$r('app.string.title', 1)", {"type": 10003, "params": [1]}),
        ("$r('sys.color.ink')", {"type": 10001, "params": []}),
        ("$r('[lib].string.title', 2)", {"id": -1, "type": -1, "params": ["[lib].string.title", 2]}),
        ("$rawfile('a.json')", {"id": 0, "type": 30000, "params": ["a.json"]}),
    ],
)
def test_a_resource_reference_is_the_record_that_the_build_makes_of_it(
    realm, call: str, expected: dict[str, object]
) -> None:
    name = call.partition("(")[0]
    made = realm.run(
        f"const {{ lookup }} = require('@ohos.internal.globals'); const {name} = lookup('{name}'); return {call};"
    )
    assert made.items() >= expected.items()
    assert (made["bundleName"], made["moduleName"]) == ("com.example.notes", "entry")


def test_resources_of_different_names_have_different_numbers(realm) -> None:
    one, other, again = realm.run(
        "const $r = require('@ohos.internal.globals').lookup('$r'); return ['app.string.a', 'app.string.b', 'app.string.a'].map((name) => $r(name).id);"
    )
    assert one == again != other


def test_what_else_arkui_has_may_be_read_and_is_named_when_it_is_called(realm) -> None:
    source = "const { lookup } = require('@ohos.internal.globals');"
    assert realm.run(
        f"{source} return [typeof lookup('Color').Red, lookup('Color') === lookup('Color'), lookup('Unheard') ?? null];"
    ) == ["function", True, None]
    assert realm.not_emulated == []
    assert realm.code(f"{source} lookup('vp2px')(1);") == 801
    assert realm.not_emulated == ["vp2px"]


@pytest.mark.parametrize(
    "name",
    [
        "@ohos.app.ability.UIAbility",
        "@ohos.app.ability.AbilityStage",
        "@ohos.app.ability.ExtensionAbility",
        "@ohos.app.form.FormExtensionAbility",
        "@ohos.WorkSchedulerExtensionAbility",
    ],
)
def test_base_classes_of_other_abilities_construct_and_have_no_backup_callbacks(realm, name: str) -> None:
    assert realm.run(f"""
        const Base = require('{name}').default;
        class Own extends Base {{ constructor() {{ super(); this.own = 1; }} }}
        const made = new Own();
        return [made.own, made instanceof Base, typeof made.onBackup];
    """) == [1, True, "undefined"]
    assert realm.not_emulated == []


def test_extension_abilities_descend_from_extension_ability(realm) -> None:
    assert realm.run("""
        const { FormExtensionAbility } = require('@kit.FormKit');
        const { ExtensionAbility, Ability, UIAbility } = require('@kit.AbilityKit');
        const made = new FormExtensionAbility();
        return [made instanceof ExtensionAbility, made instanceof Ability, made instanceof UIAbility];
    """) == [True, True, False]


def test_every_base_class_of_the_sdk_has_a_face() -> None:
    bases = [name for name in kit_table().modules if name.endswith("ExtensionAbility")]
    assert len(bases) > 20
    assert all(registry.face(name) for name in bases)
