"""``ohos-backup devices``: the device profiles, and what an extension meets on a device of each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...emulator.profile import DeviceProfile
    from ...reports.language import Words


def list_devices() -> None:
    """List the device profiles and what each release brought."""
    from rich.table import Table

    from ...emulator.profile import LATEST, PROFILES
    from ..console import output
    from ..language import words

    said = words()
    profiles = (*PROFILES, LATEST)
    kinds = Table(box=None, pad_edge=False, header_style="dim")
    for column in (said.t("profile"), "API", said.t("start"), "onProcess", said.t("backup folder")):
        kinds.add_column(column, no_wrap=True)
    news = Table(box=None, pad_edge=False, header_style="dim")
    news.add_column(said.t("since"), no_wrap=True)
    news.add_column(said.t("an extension meets"), overflow="fold")
    for before, profile in zip((None, *profiles), profiles, strict=False):
        kinds.add_row(
            profile.name,
            str(profile.api),
            f"{profile.connect_limit_ms // 1000} s",
            f"{profile.first_progress_limit_ms // 1000} s" if profile.calls("onProcess") else "-",
            profile.staging.homes[0].path,
        )
        for line in _news(profile, before, said):
            news.add_row(profile.name, line)
    console = output()
    console.print(kinds)
    console.print()
    console.print(news)
    console.print()
    console.print(said.t("start: how long an extension may take to start; onProcess: its first call."))
    console.print(
        said.t(
            "Without --profile an app is checked on the newest device that is not newer than\n"
            "the oldest API version it claims to run on (compatibleSdkVersion)."
        )
    )


def _news(profile: DeviceProfile, before: DeviceProfile | None, said: Words) -> list[str]:
    """The callbacks, and the keys of backup_config.json, that devices before did not know."""
    from ...emulator.profile import CALLBACK_SINCE, CONFIG_KEY_SINCE

    callbacks = [name for name in CALLBACK_SINCE if profile.calls(name) and not (before and before.calls(name))]
    keys = [name for name in CONFIG_KEY_SINCE if profile.reads(name) and not (before and before.reads(name))]
    lines = [said.t("callbacks {names}", names=", ".join(callbacks))] if callbacks else []
    lines += [said.t("configuration {names}", names=", ".join(keys))] if keys and before else []
    if before and profile.backs_up_el1 != before.backs_up_el1:
        lines.append(said.t("folders of EL1 backed up without includes"))
    return lines
