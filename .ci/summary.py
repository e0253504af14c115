"""Adds up what tox ran: each test of each python, and each other gate as one."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from xml.etree import ElementTree


def main(work: Path, status: int) -> None:
    """Prints one line a gate and, last, ``N passed, N failed``."""
    passed = failed = 0
    for name, good, bad, skipped in gates(work):
        passed += good
        failed += bad
        print(f"{name}: {good} passed, {bad} failed" + (f", {skipped} skipped" if skipped else ""))
    if status != 0 and failed == 0:
        failed = 1  # tox itself could not run
    print(f"{passed} passed, {failed} failed")


def gates(work: Path) -> list[tuple[str, int, int, int]]:
    """Name, passed, failed and skipped of each environment that ran."""
    result = work / "result.json"
    if not result.is_file():
        return []
    environments = json.loads(result.read_text(encoding="utf-8"))["testenvs"]
    counted: list[tuple[str, int, int, int]] = []
    for name, environment in environments.items():
        if "result" not in environment or environment["result"]["skipped"]:
            continue
        succeeded = bool(environment["result"]["success"])
        junit = work / "junit" / f"{name}.xml"
        good, bad, skipped = counts(junit) if junit.is_file() else (int(succeeded), 0, 0)
        counted.append((name, good, bad if succeeded else max(bad, 1), skipped))
    return counted


def counts(junit: Path) -> tuple[int, int, int]:
    """Passed, failed (with errors) and skipped tests of one JUnit file."""
    suites = list(ElementTree.parse(junit).getroot().iter("testsuite"))
    total, failures, errors, skipped = (
        sum(int(suite.get(name, "0")) for suite in suites) for name in ("tests", "failures", "errors", "skipped")
    )
    return total - failures - errors - skipped, failures + errors, skipped


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
