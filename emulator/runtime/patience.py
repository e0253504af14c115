"""How long a turn of an extension may take in real time: long, and short once one of the same app has not ended."""

from __future__ import annotations

from .api import Limits


class Patience:
    """Belongs to one app's host. An endless loop is met by every session that comes by it; the suite waits for it in
    full once."""

    def __init__(self) -> None:
        self._has_run_out = False

    def seconds(self, limits: Limits) -> float:
        """What the next turn may take."""
        return limits.wall_seconds_after_hang if self._has_run_out else limits.wall_seconds

    def run_out(self, limits: Limits) -> str:
        """A turn has used up its time. The same words each time: which session is the first depends on the order of
        cases, and two runs of one seed say the same."""
        self._has_run_out = True
        return (
            f"one turn did not end within {limits.wall_seconds:g} s of real time "
            f"({limits.wall_seconds_after_hang:g} s once that has happened)"
        )
