"""Python itself, this tool in it, the packages that the tool needs, and the database engine that Python carries."""

from __future__ import annotations

import platform
import sqlite3
import sys
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement

from ..this_tool import DISTRIBUTION
from .finding import Finding

LOWEST_PYTHON = (3, 10)
LOWEST_SQLITE = (3, 35)
"""Apps use RETURNING, which came with it."""


def tool(name: str) -> Finding:
    return Finding(name=name, state="ok", found=f"version {version(DISTRIBUTION)} in {Path(__file__).parents[2]}")


def python(name: str) -> Finding:
    found = f"version {platform.python_version()} of {platform.python_implementation()} at {sys.executable}"
    if sys.version_info < LOWEST_PYTHON:
        return Finding(name=name, state="missing", found=found, mend="Install Python 3.10 or newer.")
    return Finding(name=name, state="ok", found=found)


def packages(name: str) -> Finding:
    """The tool's own requirements, as its metadata tells them."""
    wanted = [Requirement(text) for text in requires(DISTRIBUTION) or ()]
    needed = [requirement for requirement in wanted if requirement.marker is None or requirement.marker.evaluate()]
    wrong = [told for requirement in needed if (told := _what_is_wrong(requirement))]
    if wrong:
        mend = f"Run: {sys.executable} -m pip install --upgrade {DISTRIBUTION}"
        return Finding(
            name=name,
            state="missing",
            found=f"not here, or in a version that does not fit: {', '.join(wrong)}",
            mend=mend,
        )
    return Finding(name=name, state="ok", found=f"all {len(needed)} in versions that fit")


def _what_is_wrong(requirement: Requirement) -> str:
    """What is needed, and in brackets what is here; empty when that fits."""
    try:
        present = version(requirement.name)
    except PackageNotFoundError:
        return f"{requirement.name}{requirement.specifier} (–)"
    fits = requirement.specifier.contains(present, prereleases=True)
    return "" if fits else f"{requirement.name}{requirement.specifier} ({present})"


def sqlite(name: str) -> Finding:
    found = f"version {sqlite3.sqlite_version}, in Python"
    if sqlite3.sqlite_version_info < LOWEST_SQLITE:
        lowest = ".".join(map(str, LOWEST_SQLITE))
        return Finding(name=name, state="absent", found=found, mend=f"A Python with SQLite {lowest} knows RETURNING.")
    return Finding(name=name, state="ok", found=found)
