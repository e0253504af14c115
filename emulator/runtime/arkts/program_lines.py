"""From the ranges of compiled code that V8 saw run to the lines of the app's sources."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import msgspec

from ..ran_lines import RanLines
from .program import CompiledModule
from .source_map import SourceMap

_FOREIGN = frozenset(("oh_modules", "node_modules", ".."))
"""A file with one of these in its path is a package of somebody else."""

_BEGINS_CODE = re.compile(r"""[\w$'"`#@]""")
"""Brackets and other signs alone are no code of their own: nobody asks whether a ``}`` ran."""

_ELSE = re.compile(r"(?:else|try|finally|do)\b")
"""Words that lead to code and are none."""

_LINKS = re.compile(r"\s*(?:import\b(?!\s*\()|export\s*(?:type\s*)?[{*])|.*\bfrom\s*['\"][^'\"]*['\"];?\s*$")
"""Imports and exports link modules before anything runs; those of types alone are gone altogether."""

_Ranges = list[tuple[str, list[int]]]


class ModuleLines:
    """The places in one module's compiled code at which something of a line of the user's file begins."""

    def __init__(self, module: CompiledModule, file: Path) -> None:
        self._module = module
        self.file = file

    @cached_property
    def _starts(self) -> list[tuple[int, int]]:
        """(offset in the compiled code, line of the source). Offsets count as JavaScript's do, in UTF-16 units."""
        try:
            source = self.file.read_text(encoding="utf-8-sig", errors="replace").split("\n")
        except OSError:
            return []
        code = _LineOffsets(self._module.code)
        starts: list[tuple[int, int]] = []
        for line, column, source_line, source_column in SourceMap(self._module.source_map).segments():
            if source_line > len(source):
                continue
            if _LINKS.match(source[source_line - 1]):
                continue
            written = _from_column(source[source_line - 1], source_column)
            compiled = code.text_at(line, column)
            if _BEGINS_CODE.match(written) and _BEGINS_CODE.match(compiled) and not _ELSE.match(written):
                starts.append((code.offset(line, column), source_line))
        return starts

    @property
    def lines_of_code(self) -> tuple[int, ...]:
        return tuple(sorted({line for _, line in self._starts}))

    def lines_in(self, ranges: list[int]) -> set[int]:
        """The lines of which something ran. ``ranges`` as guest/coverage.js tells them: inner ones win."""
        size = max((start for start, _ in self._starts), default=0) + 1
        ran = bytearray(size)
        for start, end, did in zip(ranges[::3], ranges[1::3], ranges[2::3], strict=True):
            end = min(end, size)
            if start < end:
                ran[start:end] = (b"\1" if did else b"\0") * (end - start)
        return {line for start, line in self._starts if ran[start]}


class ProgramLines:
    """The app's own modules of one program, and where to tell which of their lines ran."""

    def __init__(self, modules: Iterable[CompiledModule], root: Path, ran: RanLines) -> None:
        self._modules = {
            module.id: ModuleLines(module, root / module.id)
            for module in modules
            if module.source_map and _FOREIGN.isdisjoint(module.id.split("/"))
        }
        self._by_file = {module.file: module for module in self._modules.values()}
        self._ran = ran
        self._seen: set[tuple[str, tuple[int, ...]]] = set()

    def add(self, ranges: str) -> None:
        """``ranges`` as guest/coverage.js tells them. Most runs are like one before, and cost nothing."""
        for name, flat in msgspec.json.decode(ranges, type=_Ranges):
            module = self._modules.get(name)
            key = (name, tuple(flat))
            if module is None or key in self._seen:
                continue
            self._seen.add(key)
            self._ran.add(module.file, module.lines_in(flat))

    def lines_of_code(self, file: Path) -> tuple[int, ...]:
        module = self._by_file.get(file)
        return module.lines_of_code if module else ()


class _LineOffsets:
    """Lines and columns of a text, columns and offsets in UTF-16 units."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + _units(line) + 1)

    def offset(self, line: int, column: int) -> int:
        return self._starts[line - 1] + column - 1

    def text_at(self, line: int, column: int) -> str:
        return _from_column(self._lines[line - 1], column)


def _from_column(line: str, column: int) -> str:
    """What stands in ``line`` from ``column`` on, which counts UTF-16 units from 1."""
    if line.isascii():
        return line[column - 1 :]
    return line.encode("utf-16-le", "surrogatepass")[2 * (column - 1) :].decode("utf-16-le", "replace")


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
