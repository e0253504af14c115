"""Every look at the machine, in the order in which they are told; none changes anything, none raises."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ...emulator.errors import OhosBackupError
from .finding import Diagnosis, Finding
from .python import packages, python, sqlite, tool
from .runtime import compiler, extension_process, node
from .system import browser, cache, git, space

CHECKS: Mapping[str, Callable[[str], Finding]] = {
    "ohos-backup": tool,
    "Python": python,
    "packages": packages,
    "SQLite": sqlite,
    "Node.js": node,
    "extension process": extension_process,
    "ArkTS compiler": compiler,
    "cache": cache,
    "space": space,
    "git": git,
    "Chromium": browser,
}


def examine(checks: Mapping[str, Callable[[str], Finding]] = CHECKS) -> Diagnosis:
    """Look at everything."""
    findings = tuple(_looked_at(name, look) for name, look in checks.items())
    return Diagnosis(ready=all(finding.state != "missing" for finding in findings), findings=findings)


def _looked_at(name: str, look: Callable[[str], Finding]) -> Finding:
    try:
        return look(name)
    except OhosBackupError as error:
        return Finding(name=name, state="missing", found=error.what, mend=error.mend or "")
