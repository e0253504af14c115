"""``ohos-backup devices``: the device profiles, and what an extension meets on a device of each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...emulator.profile import DeviceProfile


def list_devices() -> None:
    """List the device profiles: API version, backup folder, time limits, and what each release brought."""
    from rich.table import Table

    from ...emulator.profile import LATEST, PROFILES
    from ..console import output

    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("profile", "API", "start", "onProcess"):
        table.add_column(column, no_wrap=True)
    table.add_column("backup folder", overflow="fold")
    table.add_column("new")
    before: DeviceProfile | None = None
    for profile in (*PROFILES, LATEST):
        table.add_row(
            profile.name,
            str(profile.api),
            f"{profile.connect_limit_ms // 1000} s",
            f"{profile.first_progress_limit_ms // 1000} s" if profile.calls("onProcess") else "-",
            profile.staging.homes[0].path,
            _news(profile, before),
        )
        before = profile
    console = output()
    console.print(table)
    console.print("\nstart: how long an extension may take to start; onProcess: the limit of its first call.")
    console.print("Without --profile an app is checked on the newest device that is not newer than the oldest")
    console.print("API version it claims to run on (compatibleSdkVersion).")


def _news(profile: DeviceProfile, before: DeviceProfile | None) -> str:
    """The callbacks, and the keys of backup_config.json, that devices before did not know."""
    from ...emulator.profile import CALLBACK_SINCE, CONFIG_KEY_SINCE

    callbacks = [name for name in CALLBACK_SINCE if profile.calls(name) and not (before and before.calls(name))]
    keys = [name for name in CONFIG_KEY_SINCE if profile.reads(name) and not (before and before.reads(name))]
    parts = [f"calls {', '.join(callbacks)}"] if callbacks else []
    parts += [f"reads {', '.join(keys)}"] if keys else []
    if before and profile.backs_up_el1 != before.backs_up_el1:
        parts.append("backs up EL1 by default")
    return "; ".join(parts) or "the same"
