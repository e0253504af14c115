"""``ohos-backup devices``: the device profiles, and which callbacks a device of each kind calls."""

from __future__ import annotations


def list_devices() -> None:
    """List the device profiles: API version, and the callbacks that a device of that kind calls."""
    from rich.table import Table

    from ...emulator.profile import CALLBACK_SINCE, LATEST, PROFILES
    from ..console import output

    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("profile", "API"):
        table.add_column(column, no_wrap=True)
    table.add_column("calls")
    known: set[str] = set()
    for profile in (*PROFILES, LATEST):
        called = [callback for callback in CALLBACK_SINCE if profile.calls(callback)]
        new = [callback for callback in called if callback not in known]
        words = ", ".join(new) if not known else "also " + ", ".join(new) if new else "the same"
        table.add_row(profile.name, str(profile.api), words)
        known.update(called)
    console = output()
    console.print(table)
    console.print("\nWithout --profile an app is checked on the newest device that is not newer than the oldest")
    console.print("API version it claims to run on (compatibleSdkVersion).")
