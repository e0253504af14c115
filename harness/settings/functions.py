"""How a setting names a function: ``file:function``, as the command line names a class of a Python file."""

from __future__ import annotations

import msgspec


class NamedFunction(msgspec.Struct, frozen=True):
    """``file`` as the team wrote it."""

    file: str
    function: str


def function_named(text: str) -> NamedFunction | None:
    """None for a text that does not name a file and a function."""
    file, separator, function = text.rpartition(":")
    return NamedFunction(file, function) if separator and file and function.isidentifier() else None


def meant_by(text: str, example: str) -> str:
    """What to write in place of ``text``, which names no function; ``example`` if that cannot be guessed."""
    file, separator, function = text.rpartition("#")
    return f"{file}:{function}" if separator and file and function.isidentifier() else example
