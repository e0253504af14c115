"""Data from a Python function of the team: it yields files, with the rights of whoever runs the suite."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import cast

from ...emulator.source import SourcePosition
from ..data.data_set import SeedFile, UnusableDataSet
from ..settings.sandbox_paths import absolute

MEND = "The function takes a random.Random and yields pairs of a path and the content (text or bytes)."


def files_from_python(file: Path, function: str, seed: int, where: SourcePosition) -> list[SeedFile]:
    """What ``function(random)`` of ``file`` yields. Raises UnusableDataSet with the line that failed."""
    namespace: dict[str, object] = {"__name__": file.stem, "__file__": str(file)}
    try:
        exec(compile(file.read_bytes(), str(file), "exec"), namespace)  # the file that the team named in its settings
        generate = namespace.get(function)
        if not callable(generate):
            raise UnusableDataSet(f"{file.name} has no function '{function}'", where=where, mend=MEND)
        made = list(cast("Iterable[object]", generate(Random(f"{seed}/{function}"))))
    except UnusableDataSet:
        raise
    except Exception as error:
        raise UnusableDataSet(
            f"{function} failed: {type(error).__name__}: {error}", where=_place(file, error), mend=MEND
        ) from error
    return [_seed_file(item, function, file) for item in made]


def _seed_file(item: object, function: str, file: Path) -> SeedFile:
    if isinstance(item, tuple) and len(cast("tuple[object, ...]", item)) == 2:
        path, content = cast("tuple[object, object]", item)
        if isinstance(path, str) and isinstance(content, str | bytes):
            return SeedFile(path=absolute(path), content=content.encode() if isinstance(content, str) else content)
    raise UnusableDataSet(
        f"{function} yields {item!r:.80}, which is no file", where=SourcePosition(str(file)), mend=MEND
    )


def _place(file: Path, error: Exception) -> SourcePosition:
    """The last line of the team's own file on the way to ``error``."""
    if isinstance(error, SyntaxError):
        return SourcePosition(str(file), error.lineno or 0, error.offset or 0)
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(file)]
    return SourcePosition(str(file), (lines[-1] if lines else 0) or 0)
