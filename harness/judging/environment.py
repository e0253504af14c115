"""What judged: the versions of what ran the app, and digests of what was judged and by what."""

from __future__ import annotations

import platform

from ...emulator.runtime.arkts.host import ArkTSHost
from ...emulator.runtime.arkts.node import node_version
from ...emulator.runtime.arkts.toolchain import PACKAGE, VERSION
from ...reports.model import Environment
from ..subjects.digests import sources_digest, suite_digest
from ..subjects.subject import Subject


def environment(subject: Subject) -> Environment:
    """``node`` and ``compiler`` are empty for an app that needs neither."""
    in_node = isinstance(subject.application.extension.host, ArkTSHost)
    return Environment(
        platform=f"{platform.system()} {platform.machine()}".strip(),
        python=platform.python_version(),
        node=node_version() if in_node else "",
        compiler=f"{PACKAGE} {VERSION}" if in_node else "",
        sources=sources_digest(subject),
        catalogue=suite_digest(),
    )
