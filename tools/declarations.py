"""The declarations of openharmony/interface_sdk-js, and the command line that every generator of a table shares."""

from __future__ import annotations

import argparse
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

MODULES_FOLDER = Path(__file__).resolve().parent.parent / "emulator" / "modules"
MODULE_FILE = re.compile(r"^(?:api|arkts)/(@(?:ohos|system|arkts|hms)\.[^/]+)(?<!\.static)\.d\.e?ts$")
"""Not the doubles for the static dialect of ArkTS, which no import names."""
STATIC_BLOCK = re.compile(r"/\*\*\* if arkts static \*/.*?/\*\*\* endif \*/", re.DOTALL)
"""What only the static dialect of ArkTS sees; apps that a backup extension can be part of never do."""
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)


class Tree:
    """The files of the newest commit of a repository."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._git = ["git", f"--git-dir={root}"] if (root / "HEAD").exists() else ["git", "-C", str(root)]

    def names(self) -> list[str]:
        return self._run("ls-tree", "-r", "--name-only", "HEAD").splitlines()

    def text(self, name: str) -> str:
        return self._run("show", f"HEAD:{name}")

    def revision(self) -> str:
        return self._run("rev-parse", "HEAD").strip()

    def source(self) -> str:
        return f"openharmony/interface_sdk-js {self.revision()}"

    def _run(self, *arguments: str) -> str:
        return subprocess.run(
            [*self._git, *arguments], check=True, capture_output=True, encoding="utf-8", errors="replace"
        ).stdout


def main(table: Callable[[Tree], dict[str, object]], file_name: str, description: str | None) -> None:
    """Write ``table`` of the repository on the command line to emulator/modules/``file_name`` or ``--output``."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repository", type=Path)
    parser.add_argument("--output", type=Path, default=MODULES_FOLDER / file_name)
    options = parser.parse_args()
    content = table(Tree(options.repository))
    options.output.write_text(json.dumps(content, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf-8")
