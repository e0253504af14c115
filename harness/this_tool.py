"""What results say of the tool that made them: its name, its version, and where its documentation is."""

from __future__ import annotations

import os
from importlib.metadata import version

from ..reports.model import Tool

DISTRIBUTION = "ohos-backup-conformance"
DOCUMENTATION = "OHOS_BACKUP_DOCS"
"""Names the address under which a team has put the documentation site; reports link to it."""


def this_tool() -> Tool:
    documentation = os.environ.get(DOCUMENTATION, "").rstrip("/")
    return Tool(name=DISTRIBUTION, version=version(DISTRIBUTION), documentation=documentation)
