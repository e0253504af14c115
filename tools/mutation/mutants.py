"""All mutants of an app: every operator at every place of the sources that its extension can reach."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Literal, NamedTuple

from ohos_backup.emulator.runtime.arkts.compiler import ArkTSCompiler
from ohos_backup.emulator.runtime.arkts.translation import source_kind
from ohos_backup.harness.subjects.loading import load_subject

from .operators import Operator
from .source import Edit, Source

Discarded = Literal["does not compile", "changes nothing", "repeats another"]
_SPACE = re.compile(r"\s+")


class Mutant(NamedTuple):
    """``path`` is the app's folder; ``file`` relative to it with its whole new ``text``; ``before`` and ``after`` are
    what was edited, on one line; ``line`` and ``column`` count from 1."""

    app: str
    path: Path
    operator: str
    file: str
    line: int
    column: int
    before: str
    after: str
    text: bytes

    def __str__(self) -> str:
        return f"{self.app}/{self.file}:{self.line}:{self.column} {self.operator}: {self.before} -> {self.after}"


class Made(NamedTuple):
    """The mutants of one app, and how many edits of which operator were none, by reason."""

    mutants: list[Mutant]
    discarded: dict[tuple[str, Discarded], int]


def reachable_sources(app: Path) -> dict[str, bytes]:
    """The ArkTS and TypeScript files that the extension's program loads, by their path in the app."""
    subject = load_subject(str(app))
    program = subject.program
    ids = [module.id for module in program.modules] if program else []
    files = {name: subject.root / name for name in ids}
    return {
        os.path.relpath(file, app).replace(os.sep, "/"): file.read_bytes()
        for file in files.values()
        if file.suffix in (".ets", ".ts") and source_kind(file) is not None
    }


def mutants_of(app: Path, operators: Iterable[Operator], compiler: ArkTSCompiler) -> Made:
    subject = load_subject(str(app))
    bundle = subject.application.bundle_name
    module = subject.declaration.module.name if subject.declaration else "entry"
    made = Made([], {})
    for file, text in reachable_sources(app).items():
        source = Source(text, bundle=bundle, module=module)
        kind = source_kind(Path(file))
        assert kind is not None, "reachable_sources chose it by its kind"
        seen = {compiler.compile(kind, text).code}
        original = next(iter(seen))
        for operator in operators:
            for edit in operator.edits(source):
                changed = source.edited(edit)
                translation = compiler.compile(kind, changed)
                reason: Discarded | None = None
                if translation.complaints:
                    reason = "does not compile"
                elif translation.code == original:
                    reason = "changes nothing"
                elif translation.code in seen:
                    reason = "repeats another"
                if reason is not None:
                    made.discarded[operator.name, reason] = made.discarded.get((operator.name, reason), 0) + 1
                    continue
                seen.add(translation.code)
                made.mutants.append(_mutant(app, file, operator.name, source, edit, changed))
    return made


def _mutant(app: Path, file: str, operator: str, source: Source, edit: Edit, changed: bytes) -> Mutant:
    line = source.text.count(b"\n", 0, edit.start) + 1
    column = edit.start - (source.text.rfind(b"\n", 0, edit.start) + 1) + 1
    before = _on_one_line(source.text[edit.start : edit.end].decode())
    return Mutant(app.name, app, operator, file, line, column, before, _on_one_line(edit.replacement), changed)


def _on_one_line(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def spread(mutants: list[Mutant], order: Iterable[int]) -> Iterator[Mutant]:
    """``mutants`` in ``order``, but one of each operator in turn, and of an operator one of each app in turn, so that a
    small sample still tries all of them."""
    yield from _in_turn(
        {
            operator: list(_in_turn(_grouped(group, "app")))
            for operator, group in _grouped((mutants[index] for index in order), "operator").items()
        }
    )


def _grouped(mutants: Iterable[Mutant], by: Literal["app", "operator"]) -> dict[str, list[Mutant]]:
    found: dict[str, list[Mutant]] = {}
    for mutant in mutants:
        found.setdefault(getattr(mutant, by), []).append(mutant)
    return found


def _in_turn(groups: Mapping[str, Iterable[Mutant]]) -> Iterator[Mutant]:
    """The first of each group, then the second of each."""
    for taken in zip_longest(*groups.values()):
        yield from (mutant for mutant in taken if mutant is not None)
