"""What the suite costs above what it stands on, how many cases it judges in a second, and what a second process gives.

The suite's own cost is a ratio of two times of one run: the whole run of the default matrix on a sample app, against as
many empty parametrised pytest cases plus the time spent inside the emulator (devices made and filled, sessions run).
Cases a second count from the first verdict to the last: what starts once, and ends once, is in the commands' times.
What two processes can give at most is what the machine gives two commands that run side by side; it is told, too.
Another app is measured in place of the sample when its address is given. Processor time is told beside wall clock, for
a busy machine disturbs it less.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ohos_backup.emulator.backup.service import BackupService
from ohos_backup.harness.run.options import SuiteOptions
from ohos_backup.harness.run.suite_run import suite_results
from ohos_backup.harness.scenarios.trial import Trial

SAMPLE = Path(__file__).parents[1] / "fixtures" / "apps" / "good" / "notes"
COMMAND = str(Path(sys.executable).with_name("ohos-backup"))
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
ROUNDS = 3

OVERHEAD_TARGET = 2.0
CASES_A_SECOND_TARGET = 100.0
SECOND_PROCESS_TARGET = 1.7

EMPTY = "import pytest\n\n\n@pytest.mark.parametrize('number', range({}))\ndef test_nothing(number):\n    pass\n"


class Inside:
    """The wall clock spent in calls of some functions; a call inside another one counts once."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._depth = 0

    def watch(self, owner: type, name: str) -> None:
        original: Callable[..., Any] = getattr(owner, name)

        def timed(*arguments: Any, **named: Any) -> Any:
            self._depth += 1
            started = time.perf_counter()
            try:
                return original(*arguments, **named)
            finally:
                self._depth -= 1
                if not self._depth:
                    self.seconds += time.perf_counter() - started

        setattr(owner, name, timed)


class Verdicts:
    """A pytest plugin: how many cases were judged, and in how many seconds."""

    def __init__(self) -> None:
        self._moments: list[float] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call":
            self._moments.append(time.perf_counter())

    @property
    def a_second(self) -> float:
        return (len(self._moments) - 1) / (self._moments[-1] - self._moments[0])


def empty_cases(count: int) -> float:
    """Seconds that pytest needs for so many cases that do nothing."""
    plugins = [f"-pno:{name}" for name in ("terminal", "cacheprovider", "junitxml")]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "test_empty.py"
        file.write_text(EMPTY.format(count), encoding="utf-8")
        settings = Path(folder) / "pytest.ini"
        settings.write_text("[pytest]\n", encoding="utf-8")
        started = time.perf_counter()
        status = pytest.main(
            [str(file), "--rootdir", folder, "-c", str(settings), "--import-mode", "importlib", *plugins]
        )
        taken = time.perf_counter() - started
    assert status == 0, f"the empty cases ended with {status}"
    return taken


def of_command(address: str, processes: int) -> float:
    started = time.perf_counter()
    started_command(address, processes).wait()
    return time.perf_counter() - started


def of_two_commands(address: str) -> float:
    """Side by side."""
    started = time.perf_counter()
    for command in [started_command(address, 1) for _ in range(2)]:
        command.wait()
    return time.perf_counter() - started


def started_command(address: str, processes: int) -> subprocess.Popen[bytes]:
    arguments = [COMMAND, "check", address, "-n", str(processes)]
    return subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)


def rate(address: str, processes: int) -> float:
    verdicts = Verdicts()
    suite_results(SuiteOptions(address=address, workers=processes), verdicts)
    return verdicts.a_second


def main(address: str) -> int:
    # As the suite runs: without whatever plugins happen to be installed.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    emulator = Inside()
    for owner, names in ((Trial, ("__init__", "seed")), (BackupService, ("backup", "restore"))):
        for name in names:
            emulator.watch(owner, name)
    overheads: list[float] = []
    for number in range(ROUNDS + 1):
        emulator.seconds = 0.0
        started, processor = time.perf_counter(), time.process_time()
        results = suite_results(SuiteOptions(address=address))
        whole, processor = time.perf_counter() - started, time.process_time() - processor
        cases = sum(len(requirement.cases) for requirement in results.requirements)
        nothing = empty_cases(cases)
        if number == 0:
            continue
        overheads.append(whole / (nothing + emulator.seconds))
        print(
            f"  {cases} cases: {whole:5.2f} s wall, {processor:5.2f} s cpu without Node.js; "
            f"emulator {emulator.seconds:5.2f} s, empty cases {nothing:5.2f} s"
        )
    slow, fast = (statistics.median(rate(address, count) for _ in range(ROUNDS)) for count in (1, 2))
    one, two = (statistics.median(of_command(address, count) for _ in range(ROUNDS)) for count in (1, 2))
    beside = statistics.median(of_two_commands(address) for _ in range(ROUNDS))
    print(f"  one process: {slow:.0f} cases a second; two commands at once: {2 * one / beside:.2f} x what one does")
    figures = (
        ("suite against emulator and empty cases", statistics.median(overheads), "x", OVERHEAD_TARGET, "at most"),
        ("judged cases a second, two processes", fast, "", CASES_A_SECOND_TARGET, "at least"),
        (f"-n 2 ({two:.1f} s) against -n 1 ({one:.1f} s)", one / two, "x", SECOND_PROCESS_TARGET, "at least"),
    )
    missed = False
    for name, value, unit, target, bound in figures:
        missed = missed or (value > target if bound == "at most" else value < target)
        print(f"{name:<40} {value:6.2f} {unit:<1}  ({bound} {target:g})")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else str(SAMPLE)))
