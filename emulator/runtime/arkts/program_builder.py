"""An extension's entry file to a Program: every module it can reach, compiled, and every import resolved.

What is missing or does not compile stops nothing here; it becomes a problem that counts only if something runs into
it. Type-only imports are gone by then: the compiler reports what the code asks for at run time.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from ...source import SourcePosition
from .compiler import Compiler
from .program import CompiledModule, Program, ProgramProblem
from .source_map import SourceMap
from .translation import Complaint, Import, Translation, is_declaration, source_kind
from .worker_files import WORKER, worker_specifiers

_COMPLAINTS_PER_FILE = 10
_NOT_EMULATED = "not-emulated:"
"""Begins the specifiers that the compiler invents for UI code (compile/arkui.cjs)."""
_EMPTY = 'Object.defineProperty(exports, "__esModule", { value: true });\n'


class MissingImport(msgspec.Struct, frozen=True):
    """An import that leads nowhere; ``reason`` is for people and ends up in the problem's message."""

    reason: str


class Resolver(Protocol):
    """Where an import leads."""

    def resolve(self, importer: Path, specifier: str) -> Path | str | MissingImport:
        """A source or JSON file of the app, a module id (``system:<name>``, ``native:<name>``), or nothing."""
        ...


def build_program(
    project_root: Path,
    entry: Path,
    resolver: Resolver,
    compiler: Compiler,
    *,
    ability_stage: Path | None = None,
    stage_is_created: bool = True,
    beside: Sequence[Path] = (),
) -> Program:
    """Follow imports breadth-first from ``entry``, the ability stage and the files ``beside`` them.

    Raises only what ``compiler`` and ``resolver`` raise.
    An entry that cannot be read or compiled still gives a Program; its one problem names it.
    """
    builder = _Builder(project_root, resolver, compiler)
    return builder.build(entry, ability_stage, stage_is_created, beside)


class _Builder:
    def __init__(self, project_root: Path, resolver: Resolver, compiler: Compiler) -> None:
        self._root = project_root
        self._resolver = resolver
        self._compiler = compiler
        self._modules: list[CompiledModule] = []
        self._problems: list[ProgramProblem] = []
        self._seen: set[str] = set()
        self._waiting: deque[tuple[str, Path]] = deque()

    def build(self, entry: Path, stage: Path | None, stage_is_created: bool, beside: Sequence[Path]) -> Program:
        entry_id = self._reach(entry)
        stage_id = self._reach(stage) if stage else None
        for file in beside:
            self._reach(file)
        while self._waiting:
            self._add(*self._waiting.popleft())
        return Program(
            entry=entry_id,
            modules=tuple(self._modules),
            problems=tuple(self._problems),
            ability_stage=stage_id,
            stage_is_created=stage_is_created,
        )

    def _reach(self, file: Path) -> str:
        module_id = self._name(file)
        if module_id not in self._seen:
            self._seen.add(module_id)
            self._waiting.append((module_id, file))
        return module_id

    def _name(self, file: Path) -> str:
        """A file's id, which is its name in positions, too."""
        return os.path.relpath(file, self._root).replace(os.sep, "/")

    def _add(self, module_id: str, file: Path) -> None:
        try:
            text = file.read_bytes()
        except OSError as error:
            reason = error.strerror or str(error)
            self._report(module_id, file, (Complaint(f"the file cannot be read: {reason}", 0, 0),))
            return
        translation = self._translate(file, text)
        if translation.complaints:
            self._report(module_id, file, translation.complaints, translation.source_map)
            return
        imports = {
            found.specifier: target
            for found in translation.imports
            if (target := self._resolve(file, found)) is not None
        }
        self._modules.append(
            CompiledModule(
                id=module_id,
                code=translation.code,
                digest=translation.digest,
                imports=imports,
                source_map=translation.source_map,
                declarations=translation.declarations,
            )
        )

    def _translate(self, file: Path, text: bytes) -> Translation:
        if file.suffix == ".json":
            return _json_module(text)
        if is_declaration(file):
            return _made(_EMPTY)
        kind = source_kind(file)
        if kind is None:
            complaint = Complaint(f"a file of kind '{file.suffix}' cannot be imported as a module", 1, 1)
            return _made("", complaint)
        return self._compiler.compile(kind, text)

    def _resolve(self, importer: Path, found: Import) -> str | None:
        if found.specifier.startswith(WORKER):
            return self._worker(importer, found.specifier.removeprefix(WORKER))
        if found.specifier.startswith(_NOT_EMULATED):
            return f"native:{found.specifier.removeprefix(_NOT_EMULATED)}"
        target = self._resolver.resolve(importer, found.specifier)
        if isinstance(target, Path):
            return self._reach(target)
        if isinstance(target, str):
            return target
        missing = f"missing:{found.specifier}"
        position = SourcePosition(self._name(importer), found.line, found.column)
        message = f"cannot find the module '{found.specifier}': {target.reason}"
        self._problems.append(
            ProgramProblem(kind="missing-module", message=message, position=position, module_id=missing)
        )
        return missing

    def _worker(self, importer: Path, path: str) -> str | None:
        """A text that names no file was no worker's path, or the guest refuses it as a device does."""
        for specifier in worker_specifiers(importer, path):
            target = self._resolver.resolve(importer, specifier)
            if isinstance(target, Path) and source_kind(target) is not None:
                return self._reach(target)
        return None

    def _report(self, module_id: str, file: Path, complaints: tuple[Complaint, ...], source_map: str = "") -> None:
        for complaint in complaints[:_COMPLAINTS_PER_FILE]:
            place: tuple[int, int] | None = (complaint.line, complaint.column)
            if complaint.generated:
                place = SourceMap(source_map).lookup(complaint.line, complaint.column)
            position = SourcePosition(self._name(file), *(place or (0, 0)))
            self._problems.append(
                ProgramProblem(kind="syntax", message=complaint.message, position=position, module_id=module_id)
            )


def _made(code: str, *complaints: Complaint) -> Translation:
    digest = hashlib.sha256(code.encode()).hexdigest()
    return Translation(code=code, source_map="", digest=digest, complaints=complaints)


def _json_module(text: bytes) -> Translation:
    """The value is the default export; nothing else is exported, as for ArkTS's JSON imports."""
    try:
        decoded = text.decode("utf-8-sig")
        json.loads(decoded)
    except UnicodeDecodeError as error:
        return _made("", Complaint(f"the JSON file is not UTF-8: {error.reason}", 0, 0))
    except json.JSONDecodeError as error:
        return _made("", Complaint(f"the JSON file is not valid: {error.msg}", error.lineno, error.colno))
    return _made(f"{_EMPTY}exports.default = JSON.parse({json.dumps(decoded)});\n")
