"""Compiled code that tells a debugger where it came from: its source map rides along, with the user's text in it."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

import msgspec

from ..program import CompiledModule, Program

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
WRAPPER_LINES = 1
"""Lines of the guest's own before the code (guest/scripts.js)."""


def with_maps(program: Program, root: Path) -> Program:
    """``program`` for a guest that was started to be debugged, where lines count from the wrapper's first one.

    Sources are ``file:`` addresses below ``root``, which VS Code and Chrome open as they are.
    """
    modules = tuple(_with_map(module, root) if module.source_map else module for module in program.modules)
    return msgspec.structs.replace(program, modules=modules)


def _with_map(module: CompiledModule, root: Path) -> CompiledModule:
    file = (root / module.id).resolve()
    told: dict[str, Any] = msgspec.json.decode(module.source_map)
    told |= {
        "sourceRoot": "",
        "sources": [file.as_uri()],
        "sourcesContent": [file.read_text(encoding="utf-8", errors="replace")],
        "mappings": ";" * WRAPPER_LINES + str(told["mappings"]),
    }
    text = msgspec.json.encode(told)
    address = base64.b64encode(text).decode()
    # Node's debuggers believe only maps of files that lie in the opened folder: the code gets a name beside its source.
    code = (
        f"{module.code}\n//# sourceURL={file.as_uri()}.js"
        f"\n//# sourceMappingURL=data:application/json;charset=utf-8;base64,{address}"
    )
    digest = hashlib.sha256(code.encode()).hexdigest()
    return msgspec.structs.replace(module, code=code, digest=digest, source_map=text.decode())


def shifted(mappings: str, line: int, column: int, by: int) -> str:
    """``mappings`` when ``by`` characters come in at ``line`` and ``column`` (from 0) of the code.

    A segment that begins right there, where the code that comes in belongs, stays, and those behind it move.
    """
    lines = mappings.split(";")
    segments = lines[line].split(",") if lines[line] else []
    at = 0
    for number, segment in enumerate(segments):
        delta, rest = _first_number(segment)
        at += delta
        if at > column:
            segments[number] = _written(delta + by) + rest
            break
    lines[line] = ",".join(segments)
    return ";".join(lines)


def _first_number(segment: str) -> tuple[int, str]:
    value = shift = 0
    for index, character in enumerate(segment):
        digit = _ALPHABET.index(character)
        value |= (digit & 31) << shift
        shift += 5
        if not digit & 32:
            return (-(value >> 1) if value & 1 else value >> 1), segment[index + 1 :]
    raise ValueError(f"'{segment}' is no segment of a source map")


def _written(number: int) -> str:
    """Base 64 VLQ of ``number``, which is not negative."""
    value = number << 1
    text = ""
    while True:
        digit, value = value & 31, value >> 5
        text += _ALPHABET[digit | (32 if value else 0)]
        if not value:
            return text
