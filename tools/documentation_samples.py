"""Runs every ArkTS code block of OpenHarmony's guides in a backup extension, and writes which of them ran.

    python tools/documentation_samples.py FOLDER [--page NAME …] [--output FILE] [--edition TEXT]

FOLDER holds the guides' pages as Markdown (openharmony/docs, application-dev/file-management and database, or an
edition of them). Nothing of their text or code gets into the page that is written.

Exit code 1 when a block threw, which is a fault of the emulator or of the guide.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from samples.blocks import Block, blocks
from samples.page import written
from samples.running import Outcome, Page

ROOT = Path(__file__).resolve().parent.parent
MODEL = ROOT / "fixtures" / "apps" / "good" / "empty-callbacks"
COMMAND = "python tools/documentation_samples.py"


def main() -> int:
    parser = argparse.ArgumentParser(description="run the guides' code in a backup extension")
    parser.add_argument("folder", type=Path, help="the guides' pages as Markdown")
    parser.add_argument("--page", action="append", default=[], help="only this page, by its name without .md")
    parser.add_argument("--output", type=Path, help="write the checklist here")
    parser.add_argument("--edition", default="", help="which edition of the guides it is, for the checklist")
    options = parser.parse_args()
    results: list[tuple[Block, Outcome]] = []
    for file in sorted(options.folder.glob("*.md")):
        found = list(blocks(file))
        if not found or (options.page and file.stem not in options.page):
            continue
        with tempfile.TemporaryDirectory() as folder:
            outcomes = Page(MODEL, Path(folder) / "app", found).run()
        results.extend((block, outcomes[block.number]) for block in found)
        for block in found:
            outcome = outcomes[block.number]
            print(f"{file.stem:40} {block.number:3} {outcome.state:16} {outcome.detail[:150]}", flush=True)
    if options.output:
        options.output.write_text(written(results, COMMAND, options.edition), encoding="utf-8")
    return 1 if any(outcome.state == "threw" for _, outcome in results) else 0


if __name__ == "__main__":
    sys.exit(main())
