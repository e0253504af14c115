"""Names that nobody defined, and what is not emulated while modules are evaluated."""

from __future__ import annotations

import pytest
from conftest import module
from ohos_backup.emulator.trace import NotEmulated


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("return AppStorage.bundleName;", "com.example.app"),
        ("return globalThis.AppStorage.bundleName;", "com.example.app"),
        ("return typeof AppStorage + typeof Unheard;", "objectundefined"),
        ("return ('AppStorage' in globalThis) + '' + ('Unheard' in globalThis);", "truefalse"),
        ("globalThis.AppStorage = 'own'; return AppStorage;", "own"),
        ("globalThis.note = 1; return note + ({}).note + Object.hasOwn(globalThis, 'note');", "NaN"),
        ("const AppStorage = 'mine'; return AppStorage;", "mine"),
        ("return typeof toString + typeof constructor;", "functionfunction"),
        ("return typeof process + typeof require('@ohos.echo').process;", "undefinedundefined"),
    ],
)
def test_a_global_that_nobody_defined_is_looked_up_on_the_device(device, body, text):
    assert device.text(body) == text


def test_a_name_that_the_device_does_not_know_is_a_reference_error(device):
    call = device.result("Unheard.get('x');")
    assert (call.error.name, device.trace.of(NotEmulated)) == ("ReferenceError", ())


STATIC = "const { http } = { http: require('@ohos.net.http') }; class Store { static made = new http.Request(1); }"


def test_constructing_what_is_not_emulated_at_module_level_is_no_use_of_it(device):
    assert device.text("return typeof Store.made.send;", before=STATIC) == "function"
    assert device.trace.of(NotEmulated) == ()


def test_using_what_was_constructed_at_module_level_is_recorded(device):
    process = device.loaded("onBackup() { Store.made.send(); }", before=STATIC)
    assert process.call("onBackup")[0].state == "threw"
    assert [event.capability for event in device.trace.of(NotEmulated)] == ["new @ohos.net.http.Request.send"]


@pytest.mark.parametrize(
    "use",
    [
        "new (require('@ohos.net.http').Request)()",
        "new (class extends require('@ohos.net.http').Request {})()",
        "require('@ohos.net.http').request()",
    ],
)
def test_what_is_not_emulated_is_used_when_a_callback_constructs_or_calls_it(device, use):
    assert device.result(f"{use};").state == "threw" or device.trace.of(NotEmulated)
    assert len(device.trace.of(NotEmulated)) == 1


def test_a_subclass_of_what_is_not_emulated_cannot_be_constructed_at_module_level_either(device):
    code = "exports.default = class Backup extends require('@ohos.some.Base') {};"
    assert device.start(code).load().stage == "constructor"
    assert [event.capability for event in device.trace.of(NotEmulated)] == ["@ohos.some.Base"]


def test_a_field_initialiser_of_the_extension_may_construct_what_is_not_emulated(device):
    assert device.text("return 'fine';") == "fine"
    process = device.loaded("field = new (require('@ohos.net.http').Request)(); onBackup() { return 'fine'; }")
    assert (process.call("onBackup")[0].value.text, device.trace.of(NotEmulated)) == ("fine", ())


def test_a_module_that_throws_ends_its_evaluation(device):
    bad = module("bad.ets", "throw new Error('once');")
    body = "onBackup() { try { require('./bad'); } catch { } new (require('@ohos.net.http').Request)(); }"
    process = device.loaded(body, bad, imports={"./bad": "bad.ets"})
    assert process.call("onBackup")[0].state == "threw"
    assert [event.capability for event in device.trace.of(NotEmulated)] == ["@ohos.net.http.Request"]


def test_a_stand_in_may_have_members_that_are_there(device):
    device.registry.faces["@ohos.enums"] = "module.exports = host.notEmulated('@ohos.enums', { Level: { LOW: 1 } });"
    before = "const enums = require('@ohos.enums').default; const table = { [enums.Level.LOW]: 'low' };"
    assert device.text("return table[1];", before=before) == "low"
    assert device.trace.of(NotEmulated) == ()
