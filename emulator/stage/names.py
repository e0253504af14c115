"""What a file of a project is called in positions, messages and module ids: its path from the project root."""

from __future__ import annotations

import os
from pathlib import Path


def name_in_project(root: Path, path: Path) -> str:
    """``path`` relative to ``root`` with forward slashes; a file outside begins with ``../``."""
    return Path(os.path.relpath(path, root)).as_posix()
