"""How often garbage is looked for: seldom, for what a run loads and what its cases keep is kept on purpose."""

from __future__ import annotations

import gc

THRESHOLDS = (20_000, 50, 100)
"""Objects made, and rounds of the younger generations, before the next round (``gc.set_threshold``)."""


def look_seldom() -> tuple[int, int, int]:
    """From now on; returns how often it was before."""
    before = gc.get_threshold()
    gc.set_threshold(*THRESHOLDS)
    return before
