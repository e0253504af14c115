"""What a run of the suite was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from ...emulator.runtime.arkts.node import can_cover


class SuiteOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What ``ohos-backup check`` was asked for."""

    address: str
    data: tuple[Path, ...] = ()
    older: tuple[str, ...] = ()
    profile: str | None = None
    cases: tuple[str, ...] = ()
    exhaustive: bool = False
    level: str | None = None
    fail_on: tuple[str, ...] = ()
    strict: bool = False
    shard: str | None = None
    baseline: Path | None = None
    update_baseline: bool = False
    fail_fast: bool = False
    changed: bool = False
    reasons: bool = False
    coverage: bool = False
    """Whether to note which lines of the app's sources run; a report in HTML shows them in any case."""
    seed: int = 0
    workers: int = 1
    reports: Mapping[str, Path] = {}
    """File by form, as in reports/forms.py."""
    annotations: bool | None = None
    """Whether GitHub is told; None: where it runs the step."""
    alluredir: Path | None = None


def wants_coverage(options: SuiteOptions) -> bool:
    """A page shows what ran where that can be had; whoever asks for coverage itself is told why it cannot."""
    return options.coverage or ("html" in options.reports and can_cover())
