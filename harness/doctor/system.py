"""The machine around: folders that can be written, space, and programs that some commands use."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from ...emulator.runtime.arkts.cache import CACHE_VARIABLE, CacheUnwritable, cache_directory, make_directory
from .finding import Finding

LOWEST_SPACE_MIB = 200
"""The compiler takes 10 MiB, compiled sources a few; the rest is for reports and what a run keeps meanwhile."""

ANSWER_SECONDS = 15
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def cache(name: str) -> Finding:
    """Raises CacheUnwritable."""
    folder = cache_directory()
    there = folder.is_dir()
    try:
        with tempfile.TemporaryDirectory(prefix=".doctor-", dir=make_directory(folder)):
            pass
    except OSError as error:
        raise CacheUnwritable(folder, error) from error
    finally:
        if not there and folder.is_dir():
            folder.rmdir()
    return Finding(name=name, state="ok", found=f"{folder} can be written")


def space(name: str) -> Finding:
    cached, temporary = (
        shutil.disk_usage(place).free >> 20 for place in (_existing(cache_directory()), Path(tempfile.gettempdir()))
    )
    found = f"{cached} MiB free for the cache, {temporary} MiB for temporary files"
    if min(cached, temporary) < LOWEST_SPACE_MIB:
        mend = f"Free {LOWEST_SPACE_MIB} MiB there, or name other folders: {CACHE_VARIABLE} and TMPDIR."
        return Finding(name=name, state="missing", found=found, mend=mend)
    return Finding(name=name, state="ok", found=found)


def git(name: str) -> Finding:
    return _program(name, ("git",), "Install git to check backups of older versions with --from git:REF.")


def browser(name: str) -> Finding:
    return _program(name, BROWSERS, "Any browser opens HTML reports; Chromium can print them to PDF from a command.")


def _program(name: str, commands: tuple[str, ...], without: str) -> Finding:
    for command in commands:
        path = shutil.which(command)
        if path is None:
            continue
        try:
            told = subprocess.run(
                [path, "--version"], capture_output=True, text=True, timeout=ANSWER_SECONDS, check=True
            ).stdout
        except (OSError, subprocess.SubprocessError):
            continue
        return Finding(name=name, state="ok", found=f"version {_version(told)} at {path}")
    return Finding(name=name, state="absent", found="not installed", mend=without)


def _version(told: str) -> str:
    """The number in what a program says of itself, else the beginning of that."""
    number = re.search(r"\d+(\.\d+)+", told)
    return number[0] if number else " ".join(told.split())[:40]


def _existing(folder: Path) -> Path:
    while not folder.exists():
        folder = folder.parent
    return folder
