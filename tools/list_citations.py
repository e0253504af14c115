"""Lists which of the framework's files the modules of emulator/backup cite, for docs/fidelity.md.

    python tools/list_citations.py [--write]

A citation is a file of the framework, with the functions it names, in a docstring: ``tar_file.cpp:Packet``. The page
is told, or with --write replaced, between its two markers.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "emulator" / "backup"
PAGE = ROOT / "docs" / "fidelity.md"
BEGIN, END = "<!-- citations -->", "<!-- end of citations -->"
CITATION = re.compile(
    r"(?P<path>[\w/.{},-]*?)(?P<file>\{[\w,]+\}|[\w.@]+)\.(?P<kind>cpp|h|d\.ts)"
    r"(?::(?P<names>[A-Z]\w*\*?(?:,\s+(?!\w+(?:\.\w|/))[A-Z]\w*)*))?"
)


def citations(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The files that ``text`` cites with the functions it names; ``{a,b}.cpp`` cites two."""
    joined = " ".join(text.split())
    for found in CITATION.finditer(joined):
        names = tuple(re.findall(r"\w+\*?", found["names"] or ""))
        for stem in found["file"].strip("{}").split(","):
            yield f"{stem}.{found['kind']}", names


def table(sources: Path = SOURCES) -> str:
    """The table in Markdown: one line for each cited file, in the order of the alphabet."""
    cited: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for path in sorted(sources.rglob("*.py")):
        module = ".".join(path.relative_to(sources.parent).with_suffix("").parts).removesuffix(".__init__")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
                for file, names in citations(ast.get_docstring(node) or ""):
                    cited[file][module].update(names)
    lines = ["| File of the framework | Functions | Modules |", "|---|---|---|"]
    for file in sorted(cited):
        names = sorted({name for functions in cited[file].values() for name in functions})
        modules = ", ".join(f"`{module}`" for module in sorted(cited[file]))
        lines.append(f"| {file} | {', '.join(names) or '–'} | {modules} |")
    return "\n".join(lines) + "\n"


def with_table(page: str, new: str) -> str:
    """``page`` with ``new`` between its markers. Raises ValueError when a marker is missing."""
    before, rest = page[: page.index(BEGIN)], page[page.index(END) :]
    return f"{before}{BEGIN}\n{new}{rest}"


def main() -> int:
    parser = argparse.ArgumentParser(description="List what the modules of emulator/backup cite.")
    parser.add_argument("--write", action="store_true", help="put the table into docs/fidelity.md")
    if not parser.parse_args().write:
        print(table(), end="")
        return 0
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8"), table()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
