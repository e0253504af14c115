"""How many processes judge the cases of a run."""

from __future__ import annotations

import os
import sys

import psutil

from ...emulator.errors import OhosBackupError

MOST_UNASKED = 4
"""More make a run of some seconds hardly shorter, and a container often shows more processors than it may use."""


class UnusableWorkers(OhosBackupError):
    code = "E-WORKERS"


def workers_asked_for(text: str) -> int:
    """``text`` as it was typed: a number, or ``auto``, one a processor. Raises UnusableWorkers."""
    if text == "auto":
        return processors()
    if not (text.isdecimal() and int(text) > 0):
        raise UnusableWorkers(f"'{text}' is no number of workers", mend="Give 1, 2, 3 … or auto.")
    return int(text)


def usual_workers(*, short: bool) -> int:
    """Where nobody asked: several where they are forked and so cost little, one for a run that is ``short``."""
    return 1 if short or sys.platform != "linux" else min(processors(), MOST_UNASKED)


def processors() -> int:
    """Those that this process may use; two threads of one core count once."""
    cores = psutil.cpu_count(logical=False) or os.cpu_count() or 1
    return min(cores, len(os.sched_getaffinity(0))) if sys.platform == "linux" else cores
