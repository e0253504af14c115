"""The table ``[native]``: what stands in for modules that are not emulated."""

from __future__ import annotations

from pathlib import Path

from ...emulator.modules.native import StandInEntry
from .positions import position_of
from .reading import project_settings


def stand_in_table(root: Path) -> tuple[StandInEntry, ...]:
    """The table [native] of the settings in ``root``. Raises BadSettings."""
    named = project_settings(root).native
    return tuple(StandInEntry(name, root / file, position_of(root, "native", name)) for name, file in named.items())
