"""What a guide shows as code: its fenced blocks, freed of line numbers, and what kind of code each is."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

FENCE = re.compile(r"^[ \t>]*(```+)[ \t]*([\w+#-]*)[^\n]*\n(.*?)^[ \t>]*\1[ \t]*$", re.MULTILINE | re.DOTALL)
NUMBERED = re.compile(r"^\s*\d+\. ?(.*)$")
IMPORT = re.compile(
    r"^[ \t]*import\s+(?:lazy\s+)?(?P<what>[^'\";]*?)\s+from\s*(?P<from>['\"][^'\"]+['\"])[ \t]*;?", re.MULTILINE
)
NATIVE = re.compile(r"#include|OH_\w+\(|^\s*target_link_libraries|\bstd::|napi_", re.MULTILINE)
USER_INTERFACE = re.compile(r"@Component|@Entry\b|@ComponentV2|^\s*struct\s|\bbuild\(\)\s*\{", re.MULTILINE)
SHELL = re.compile(r"^\s*(?:hdc|adb|cd|ls|\$|#|mount|PS )\s", re.MULTILINE)
SYNTAX = re.compile(r"[;{}=]|\bimport\b|\w\(")

Kind = Literal["arkts", "configuration", "native code", "user interface", "commands", "no code"]


class Block(msgspec.Struct, frozen=True):
    """``number`` counts from 1 in its page."""

    page: str
    number: int
    kind: Kind
    imports: tuple[tuple[str, str], ...]
    """What is imported and the quoted name of the module."""
    code: str
    """Without its imports and exports."""


def blocks(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8")
    for number, match in enumerate(FENCE.finditer(text), 1):
        code = plain(match[3])
        imports = tuple((found["what"].strip(), found["from"]) for found in IMPORT.finditer(code))
        bare = re.sub(r"^(\s*)export\s+(?:default\s+)?", r"\1", IMPORT.sub("", code), flags=re.MULTILINE)
        yield Block(page.stem, number, kind_of(match[2].lower(), code), imports, bare.strip("\n"))


def plain(code: str) -> str:
    """``code`` without the line numbers that some editions print at the head of each line."""
    lines = textwrap.dedent(code).splitlines()
    found = [NUMBERED.match(line) for line in lines]
    if lines and all(match is not None or not line.strip() for match, line in zip(found, lines, strict=True)):
        return "\n".join(match[1] if match else "" for match in found)
    return "\n".join(lines)


def kind_of(language: str, code: str) -> Kind:
    body = re.sub(r"^\s*//.*$", "", code, flags=re.MULTILINE).strip()
    if language in ("json", "json5") or body[:1] in ("{", "[", '"'):
        return "configuration"
    if language in ("c", "c++", "cpp", "cmake", "txt") or NATIVE.search(code):
        return "native code"
    if language in ("shell", "bash", "sh") or SHELL.match(code):
        return "commands"
    if not SYNTAX.search(body):
        return "no code"
    return "user interface" if USER_INTERFACE.search(code) else "arkts"
