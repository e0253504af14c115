"""How long the command takes as a user waits for it: its start, and a warm check of a sample app.

Both are told in seconds of wall clock and of processor (children included), and as a ratio to starting Python itself,
measured in the same run. Another app is measured in place of the sample when its address is given.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

SAMPLE = Path(__file__).parents[1] / "fixtures" / "apps" / "good" / "notes"
COMMAND = str(Path(sys.executable).with_name("ohos-backup"))
START_TARGET = 0.3
CHECK_TARGET = 20.0
"""Seconds for the default matrix of a typical app on two processors: a bound, not an aim."""
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""A warm start finds compiled modules; where Python may not write them, every start compiles this package."""


class Taken(NamedTuple):
    """Seconds of wall clock and of processor time."""

    wall: float
    cpu: float


def once(arguments: list[str]) -> Taken:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run(arguments, capture_output=True, check=False, env=ENVIRONMENT)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Taken(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def median(arguments: list[str], rounds: int) -> Taken:
    """The medians over ``rounds`` after one that warms caches."""
    taken = [once(arguments) for _ in range(rounds + 1)][1:]
    return Taken(statistics.median(t.wall for t in taken), statistics.median(t.cpu for t in taken))


def main(address: str) -> int:
    python = median([sys.executable, "-c", "pass"], 9)
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print(f"{'python -c pass':<22} {python.wall:6.3f} s wall {python.cpu:6.3f} s cpu")
    missed = False
    for name, arguments, rounds, target in (
        ("ohos-backup --help", ["--help"], 9, START_TARGET),
        ("ohos-backup check", ["check", address], 5, CHECK_TARGET),
    ):
        taken = median([COMMAND, *arguments], rounds)
        missed = missed or taken.wall > target
        figures = f"{taken.wall:6.3f} s wall {taken.cpu:6.3f} s cpu {taken.wall / python.wall:6.1f} x python"
        print(f"{name:<22} {figures}  (at most {target} s wall)")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else str(SAMPLE)))
