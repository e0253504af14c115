"""What the callbacks are given: infos of the caller, and the version of the old app."""

from __future__ import annotations

import json

import pytest
from ohos_backup.emulator.application import BundleVersion
from ohos_backup.emulator.backup.api import RestoreOptions, SessionOptions
from scripted_host import (
    Setting,
)


def test_the_callbacks_get_the_documented_number_of_arguments() -> None:
    setting = Setting()
    setting.service.backup(setting.bundle, SessionOptions(extension_info="[]"))
    setting.service.restore(setting.bundle, setting.packed, RestoreOptions(extension_info="info"))
    version = {"code": 3, "name": "1.0.3"}
    assert setting.host.calls == [
        ("onProcess", ()),
        ("onBackupEx", ("[]",)),
        ("onBackup", ()),
        ("onRelease", (1,)),
        ("onProcess", ()),
        ("onRestoreEx", (version, "info")),
        ("onRestore", (version,)),
        ("onRelease", (2,)),
    ]


def test_without_infos_the_extension_info_is_empty() -> None:
    setting = Setting()
    setting.service.backup(setting.bundle)
    assert setting.host.calls[1] == ("onBackupEx", ("",))


def test_details_become_an_array_that_ends_with_the_user() -> None:
    setting = Setting()
    setting.service.backup(setting.bundle, SessionOptions(details=(("isSameDevice", "true"),)))
    text = setting.host.calls[1][1][0]
    assert text.startswith('[{\n\t\t"type":\t"isSameDevice",\n')
    assert json.loads(text) == [
        {"type": "isSameDevice", "detail": "true"},
        {"type": "userId", "detail": "100"},
    ]


@pytest.mark.parametrize(
    ("version", "ex_sees", "plain_sees"),
    [
        (BundleVersion(5, "1.2.3"), (5, "1.2.3"), (5, "1.2.3")),
        (BundleVersion(5, "0.0.0.0-1.2.3"), (5, "0.0.0.0-1.2.3"), (0, "0.0.0.0")),
        (BundleVersion(5, "0.0.0.0"), (5, "0.0.0.0"), (5, "0.0.0.0")),
        (BundleVersion(5, "99.99.99.999-1.2"), (5, "99.99.99.999-1.2"), (5, "99.99.99.999-1.2")),
        (BundleVersion(0, ""), (0, ""), (0, "")),
        (BundleVersion(-1, "a\0b"), (-1, "a"), (-1, "a")),
        (BundleVersion(2**53 + 1, "x"), (2**53, "x"), (2**53, "x")),
    ],
)
def test_what_the_extension_sees_of_the_old_version(
    version: BundleVersion, ex_sees: tuple[int, str], plain_sees: tuple[int, str]
) -> None:
    setting = Setting()
    setting.service.restore(setting.bundle, setting.packed, RestoreOptions(version=version))
    calls = dict(setting.host.calls)
    assert calls["onRestoreEx"][0] == {"code": ex_sees[0], "name": ex_sees[1]}
    assert calls["onRestore"][0] == {"code": plain_sees[0], "name": plain_sees[1]}
