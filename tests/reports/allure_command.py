"""The real Allure command: fetched once from npm at the versions that package-lock.json names, kept in the cache."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import filelock
import pytest
from ohos_backup.emulator.runtime.arkts.cache import cache_directory
from ohos_backup.emulator.runtime.arkts.node import node_executable, npm_command

PACKAGE = Path(__file__).parents[1] / "allure_command"
FETCH_SECONDS = 300


def allure_command() -> list[str]:
    """How to call it; skips where it is not in the cache and cannot be fetched."""
    lock = (PACKAGE / "package-lock.json").read_bytes()
    home = cache_directory() / "tests" / f"allure-{hashlib.sha256(lock).hexdigest()[:16]}"
    command = home / "node_modules" / "allure" / "cli.js"
    home.mkdir(parents=True, exist_ok=True)
    with filelock.FileLock(home / ".lock", timeout=FETCH_SECONDS):
        if not (home / "complete").exists():
            _fetch(home)
            (home / "complete").touch()
    return [str(node_executable()), str(command)]


def _fetch(home: Path) -> None:
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(PACKAGE / name, home / name)
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--fetch-retries=1"]
    try:
        done = subprocess.run(
            [*npm_command(), "ci", *options],
            cwd=home,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=FETCH_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        pytest.skip(f"npm did not deliver the Allure command within {FETCH_SECONDS} s")
    if done.returncode != 0:
        pytest.skip(f"npm could not fetch the Allure command: {done.stderr.strip().splitlines()[-1:]}")
