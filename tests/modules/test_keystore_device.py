"""Where keys and secrets stay: with the app, on its device."""

from __future__ import annotations

import pytest
from ohos_backup.emulator.application import Application, BackupExtension, BundleVersion
from ohos_backup.emulator.device import Device
from ohos_backup.emulator.entropy import Entropy
from ohos_backup.emulator.installation import InstalledBundle
from ohos_backup.emulator.keystore import IS_PERSISTENT, StoredKey
from ohos_backup.emulator.trace import FrameworkStep, Trace

KEY = StoredKey({}, b"secret")


def application(name: str = "com.example.notes") -> Application:
    extension = BackupExtension(name="B", module_name="entry", profile_text="", profile_position=None, host=None)
    return Application(
        bundle_name=name,
        version=BundleVersion(1, "1"),
        module_names=("entry",),
        compatible_api=12,
        extension=extension,
    )


def secrets(bundle: InstalledBundle):
    return bundle.extension_environment().secrets


def test_each_app_user_and_clone_has_its_own_keys() -> None:
    device = Device(users=(100, 101))
    first = device.install(application())
    others = [
        device.install(application("com.example.other")),
        device.install(application(), user=101),
        device.install(application(), app_index=1),
    ]
    secrets(first).keys[1, "k"] = KEY
    assert [secrets(bundle).keys for bundle in others] == [{}, {}, {}]
    assert secrets(first).keys == {(1, "k"): KEY}


def test_another_device_has_no_keys() -> None:
    old, new = Device(seed=3), Device(seed=3)
    secrets(old.install(application())).keys[1, "k"] = KEY
    assert secrets(new.install(application())).keys == {}


@pytest.mark.parametrize(("step", "stay"), [("update", True), ("clear_data", True), ("reinstall", False)])
def test_keys_go_only_when_the_app_goes(step: str, stay: bool) -> None:
    device = Device()
    bundle = device.install(application())
    secrets(bundle).keys[1, "k"] = KEY
    made = getattr(device, step)(*((bundle, application()) if step == "update" else (bundle,))) or bundle
    assert secrets(made).keys == ({(1, "k"): KEY} if stay else {})


def test_persistent_secrets_outlive_the_app() -> None:
    device = Device()
    bundle = device.install(application())
    kept, lost = {IS_PERSISTENT: True, 1: b"a"}, {IS_PERSISTENT: False, 1: b"b"}
    secrets(bundle).assets.extend([kept, lost])
    assert secrets(device.reinstall(bundle)).assets == [kept]


def test_bytes_follow_from_seed_and_history() -> None:
    def drawn(seed: int, *steps: str) -> bytes:
        trace = Trace()
        for step in steps:
            trace.record(FrameworkStep(time_ms=0, step=step))
        return Entropy(seed, trace).take(40)

    assert drawn(1, "a") == drawn(1, "a")
    assert len({drawn(1), drawn(2), drawn(1, "a"), drawn(1, "b"), drawn(1, "a", "b")}) == 5
