"""A project on disk, compiled by the real compiler and run by the smallest guest that keeps program.py's contract."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest
from ohos_backup.emulator.runtime.arkts.compile_cache import CompileCache
from ohos_backup.emulator.runtime.arkts.compiler import ArkTSCompiler
from ohos_backup.emulator.runtime.arkts.node import node_executable
from ohos_backup.emulator.runtime.arkts.program import Program
from ohos_backup.emulator.runtime.arkts.program_builder import MissingImport, build_program
from ohos_backup.emulator.runtime.arkts.toolchain import compiler_script

_GUEST = Path(__file__).with_name("small_guest.cjs")


class FolderResolver:
    """Relative imports with the extensions of the platform; ``@…`` is a system module, ``lib….so`` a native one."""

    def resolve(self, importer: Path, specifier: str) -> Path | str | MissingImport:
        if specifier.startswith("@"):
            return f"system:{specifier}"
        if specifier.endswith(".so"):
            return f"native:{specifier}"
        base = Path(os.path.normpath(importer.parent / specifier))
        for suffix in ("", ".ets", ".ts", ".d.ets", ".js", ".json", "/index.ets"):
            file = Path(f"{base}{suffix}")
            if file.is_file():
                return file
        return MissingImport(f"no file {base.name}")


@dataclass
class Project:
    root: Path
    compiler: ArkTSCompiler

    def write(self, **files: str) -> None:
        """Name ``a_ets`` is file ``a.ets``."""
        for name, text in files.items():
            self.file(name.replace("_", ".")).write_text(text, "utf-8")

    def file(self, name: str) -> Path:
        return self.root / name

    def build(self, entry: str = "main.ets") -> Program:
        return build_program(self.root, self.file(entry), FolderResolver(), self.compiler)

    def run(self, entry: str = "main.ets") -> list[Any]:
        """What the program gives to ``log``; the last element is ``["error", text, stack]`` if it threw."""
        program = self.build(entry)
        answer = subprocess.run(
            [node_executable(), _GUEST], input=msgspec.json.encode(program), capture_output=True, check=True
        )
        return json.loads(answer.stdout)


@pytest.fixture(scope="session")
def toolchain() -> Path:
    return compiler_script()


@pytest.fixture(scope="session")
def session_compiler(toolchain: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ArkTSCompiler]:
    with ArkTSCompiler(CompileCache(tmp_path_factory.mktemp("compiled"))) as compiler:
        yield compiler


@pytest.fixture
def project(tmp_path: Path, session_compiler: ArkTSCompiler) -> Project:
    return Project(tmp_path, session_compiler)


@pytest.fixture
def run(project: Project) -> Callable[..., list[Any]]:
    """Write the files, run main.ets, answer what it logged."""

    def write_and_run(main: str, **files: str) -> list[Any]:
        project.write(main_ets=main, **files)
        return project.run()

    return write_and_run
