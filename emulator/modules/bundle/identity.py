"""What the device gives an installed app: its token, its signature and the permissions that it holds.

An app's sources do not hold its signing certificate. The fingerprint, and what is derived from it, are made from the
device's seed and the bundle's name: stable in a run, the same on two devices of one seed, and no real certificate's.
"""

from __future__ import annotations

import hashlib

from ...runtime.api import ExtensionEnvironment
from . import declared

GRANTED = 0
DENIED = -1

USER_GRANTED = frozenset(
    f"ohos.permission.{name}"
    for name in (
        "ACCESS_BLUETOOTH", "ACCESS_NEARLINK", "ACTIVITY_MOTION", "APP_TRACKING_CONSENT", "APPROXIMATELY_LOCATION",
        "CAMERA", "CUSTOM_SCREEN_CAPTURE", "DISTRIBUTED_DATASYNC", "LOCATION", "LOCATION_IN_BACKGROUND",
        "MEDIA_LOCATION", "MICROPHONE", "READ_AUDIO", "READ_CALENDAR", "READ_CALL_LOG", "READ_CELL_MESSAGES",
        "READ_CONTACTS", "READ_DOCUMENT", "READ_HEALTH_DATA", "READ_IMAGEVIDEO", "READ_MEDIA", "READ_MESSAGES",
        "READ_PASTEBOARD", "READ_WHOLE_CALENDAR", "READ_WRITE_DESKTOP_DIRECTORY", "READ_WRITE_DOCUMENTS_DIRECTORY",
        "READ_WRITE_DOWNLOAD_DIRECTORY", "RECEIVE_MMS", "RECEIVE_SMS", "RECEIVE_WAP_MESSAGES", "SEND_MESSAGES",
        "SHORT_TERM_WRITE_IMAGEVIDEO", "WRITE_AUDIO", "WRITE_CALENDAR", "WRITE_CALL_LOG", "WRITE_CONTACTS",
        "WRITE_DOCUMENT", "WRITE_IMAGEVIDEO", "WRITE_MEDIA", "WRITE_WHOLE_CALENDAR",
    )
)  # fmt: skip
"""Permissions that only the user can give (docs: security/AccessToken/permissions-for-all-user.md and its like). Nobody
uses the emulated device, so an app does not hold them."""

_TOKEN_OF_A_HAP = 0x2000_0000
SYSTEM_BASIC = ("ohos.permission.GET_BUNDLE_INFO_PRIVILEGED", "ohos.permission.INTERACT_ACROSS_LOCAL_ACCOUNTS")


def requested_permissions(environment: ExtensionEnvironment) -> list[str]:
    """What module.json5 of all modules request, each once, in their order."""
    names = (
        declared.text(request, "name")
        for module in environment.package.modules
        for request in declared.objects(module.declaration, "requestPermissions")
    )
    return list(dict.fromkeys(name for name in names if name))


def holds(environment: ExtensionEnvironment, permission: str) -> bool:
    return permission in requested_permissions(environment) and permission not in USER_GRANTED


def may_be_system_app(environment: ExtensionEnvironment) -> bool:
    """Whether an app is one of the system's stands in its signing profile, which its sources do not hold; one that
    asks for permissions of such apps is taken to be."""
    return any(permission in SYSTEM_BASIC for permission in requested_permissions(environment))


def access_token(environment: ExtensionEnvironment) -> int:
    return _TOKEN_OF_A_HAP + environment.sandbox.uid % 0x1000_0000


def fingerprint(environment: ExtensionEnvironment) -> str:
    """64 hexadecimal digits in capitals, as the SHA-256 of a certificate is written."""
    return hashlib.sha256(f"{environment.seed}/{environment.bundle_name}".encode()).hexdigest().upper()


def app_identifier(environment: ExtensionEnvironment) -> str:
    """A number of 19 digits, as the app's market gives one."""
    return str(10**18 + int(fingerprint(environment)[:14], 16))
