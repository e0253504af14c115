"""Which names lead to a face, which are known without one, and what kits export."""

from __future__ import annotations

import re

import pytest
from ohos_backup.emulator.modules import registry
from ohos_backup.emulator.modules.kit_table import kit_table


@pytest.mark.parametrize(
    ("name", "has_face", "known"),
    [
        ("@ohos.file.fs", True, True),
        ("@ohos:file.fs", True, True),
        ("@kit.CoreFileKit", True, True),
        ("@ohos.app.ability.UIAbility", True, True),
        ("@ohos.net.http", True, True),
        ("@ohos.net.ethernet.none", True, False),
        ("@ohos.util.json.none", True, False),
        ("@ohos.no.such.module", True, False),
        ("@kit.NoSuchKit", False, False),
        ("application.BackupExtensionContext", True, False),
        ("@ohos.internal.arguments", True, False),
        ("@ohos.internal.none", False, False),
    ],
)
def test_every_public_name_has_a_face_known_or_not_and_other_names_are_left_to_the_runtime(
    name: str, has_face: bool, known: bool
) -> None:
    assert (registry.face(name) is not None, registry.knows(name)) == (has_face, known)


def test_a_face_is_named_after_its_module_and_carries_its_digest() -> None:
    one, other = registry.face("@ohos:file.fs"), registry.face("@ohos.file.fs")
    assert one is not None
    assert one == other
    assert one.id == "system:@ohos.file.fs"
    assert re.fullmatch("[0-9a-f]{64}", one.digest)


def test_every_kit_leads_to_modules_of_the_sdk() -> None:
    table = kit_table()
    assert len(table.kits) > 40
    assert {module for kit in table.kits.values() for module in kit} <= set(table.modules)


def test_every_face_belongs_to_a_module_of_the_sdk_or_is_internal() -> None:
    stems = {path.name.removesuffix(".js") for path in registry.FACES.glob("*.js")}
    faces = {stem if stem.startswith("@") else f"@ohos.{stem}" for stem in stems}
    strange = {name for name in faces if not registry.knows(name) and not name.startswith("@ohos.internal.")}
    assert strange == {"@ohos.application.BackupExtensionContext"}


def test_a_kit_hands_out_the_members_of_its_modules(realm) -> None:
    assert realm.run("""
        const kit = require('@kit.CoreFileKit');
        const { hilog } = require('@kit.PerformanceAnalysisKit');
        const { http } = require('@kit.NetworkKit');
        return [
          kit.fileIo === require('@ohos.file.fs').default, typeof kit.BackupExtensionAbility, kit.BundleVersion ?? null,
          typeof hilog.info, typeof http.createHttp, Object.keys(kit).includes('fileUri'),
        ];
    """) == [True, "function", None, "function", "function", True]
    assert realm.not_emulated == []


def test_a_member_of_a_known_module_without_face_is_named_when_it_is_called(realm) -> None:
    assert realm.code("require('@kit.NetworkKit').http.createHttp();") == 801
    assert realm.not_emulated == ["@ohos.net.http.createHttp"]


@pytest.mark.parametrize("path", sorted(registry.FACES.glob("*.js")), ids=lambda path: path.name)
def test_every_face_evaluates_without_use_of_anything_missing(realm, path) -> None:
    stem = path.name.removesuffix(".js")
    name = stem if stem == "application.BackupExtensionContext" else f"@ohos.{stem}"
    assert realm.run(f"return typeof require('{name}');") == "object"
    assert realm.not_emulated == []
