"""Reading and writing results.json, and its JSON schema."""

from __future__ import annotations

import json
import os
import tempfile
from inspect import cleandoc
from pathlib import Path
from typing import cast

import msgspec

from .model import Results


class UnreadableResults(Exception):
    """The file is no results.json of a version that this tool knows."""


def write_atomically(path: Path, text: str) -> None:
    """Put ``text`` at ``path`` whole or not at all. Missing folders are made. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def to_json(results: Results) -> str:
    """The bytes of results.json: two-space indent, members in the order of the model, a final newline."""
    return msgspec.json.format(msgspec.json.encode(results), indent=2).decode() + "\n"


def read_results(path: Path) -> Results:
    """Raises OSError, and UnreadableResults with the place of the mismatch."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Results)
    except msgspec.DecodeError as error:
        raise UnreadableResults(f"{path}: not a results file of this version: {error}") from error


def results_schema() -> str:
    """The JSON schema (draft 2020-12) of results.json."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(Results)}
    return json.dumps(_dedented(schema), indent=2, sort_keys=True) + "\n"


def _dedented(value: object) -> object:
    """Descriptions are docstrings, whose indentation depends on the version of Python."""
    if isinstance(value, dict):
        members = cast("dict[str, object]", value)
        return {name: _dedented(member) for name, member in members.items()}
    if isinstance(value, list):
        return [_dedented(item) for item in cast("list[object]", value)]
    return cleandoc(value) if isinstance(value, str) else value


if __name__ == "__main__":
    Path(__file__).with_name("results.schema.json").write_text(results_schema(), encoding="utf-8")
