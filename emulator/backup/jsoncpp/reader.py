"""How jsoncpp's CharReader reads a text with its default settings (third_party_jsoncpp 1.9.6, json_reader.cpp).

It is not strict JSON: comments and trailing commas are accepted, the last of two equal keys wins, whatever follows the
first value is ignored, raw control characters may stand in strings, ``-`` alone is 0 and ``+5`` is 5.0. It is not
JSON5 either: no single quotes, no bare words, and no comment may follow a key or stand before a closing bracket.
"""

from __future__ import annotations

import math
import re

from .value import JsonLogicError, JsonValue

__all__ = ["JsonLogicError", "JsonTooDeep", "parse_json"]

DEPTH_LIMIT = 1000
_BLANKS = re.compile(rb"[ \t\r\n]*")
_NUMBER_REST = re.compile(rb"[0-9]*(?:\.[0-9]*)?(?:[eE][+-]?[0-9]*)?")
_STRING_REST = re.compile(rb'(?:[^"\\]|\\.)*?"', re.DOTALL)
_LINE_COMMENT_REST = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)?")
_FLOAT = re.compile(rb"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_WORDS: dict[int, tuple[bytes, JsonValue]] = {
    ord("t"): (b"rue", True),
    ord("f"): (b"alse", False),
    ord("n"): (b"ull", None),
}
_ESCAPES = {
    ord('"'): b'"',
    ord("/"): b"/",
    ord("\\"): b"\\",
    ord("b"): b"\b",
    ord("f"): b"\f",
    ord("n"): b"\n",
    ord("r"): b"\r",
    ord("t"): b"\t",
}
_HEX = frozenset(b"0123456789abcdefABCDEF")
_DIGITS = frozenset(b"0123456789")
_OPENERS = frozenset(b"{[")


class JsonTooDeep(Exception):
    """jsoncpp's RuntimeError: more than 1000 values inside each other. The caller fails as a whole."""


class _Broken(Exception):
    """The text cannot be parsed; jsoncpp would report an error and the framework would go on with null."""


def parse_json(text: bytes) -> tuple[bool, JsonValue]:
    """Parse the first value of ``text``: ``(True, value)``, or ``(False, None)`` when jsoncpp reports an error.

    Raises JsonTooDeep. A NUL byte where a token is expected ends the text.
    """
    start = 3 if text.startswith(b"\xef\xbb\xbf") else 0
    try:
        return True, _Reader(text, start).document()
    except _Broken:
        return False, None


class _Reader:
    def __init__(self, text: bytes, position: int) -> None:
        self._text = text
        self._at = position

    def document(self) -> JsonValue:
        """The first value of the text. Containers are kept on a list of their own, so nesting costs no call depth."""
        opened: list[list[JsonValue] | dict[str, JsonValue]] = []
        names: list[str] = []
        while True:
            if len(opened) >= DEPTH_LIMIT:
                raise JsonTooDeep("Exceeded stackLimit in readValue().")
            token = self._next_after_comments()
            if token in _OPENERS:
                container: list[JsonValue] | dict[str, JsonValue] = {} if token == ord("{") else []
                if self._another(container, names):
                    opened.append(container)
                    continue
                value: JsonValue = container
            else:
                value = self._scalar(token)
            while True:
                if not opened:
                    return value
                parent = opened[-1]
                if isinstance(parent, dict):
                    parent[names.pop()] = value
                else:
                    parent.append(value)
                token = self._next_after_comments()
                if token == ord(","):
                    if self._another(parent, names):
                        break
                elif token != (ord("}") if isinstance(parent, dict) else ord("]")):
                    raise _Broken
                value = opened.pop()

    def _another(self, container: list[JsonValue] | dict[str, JsonValue], names: list[str]) -> bool:
        """Whether ``container`` goes on: of an object the next name is read as well, of a closed one the bracket."""
        if isinstance(container, list):
            self._skip_blanks()
            closed = self._text.startswith(b"]", self._at)
            self._at += closed
            return not closed
        token = self._next_after_comments()
        if token == ord("}"):
            return False
        if token != ord('"'):
            raise _Broken
        names.append(_as_text(self._string()))
        if self._next() != ord(":"):
            raise _Broken
        return True

    def _scalar(self, token: int) -> JsonValue:
        if token == ord('"'):
            return _as_text(self._string())
        if token in _DIGITS or token in (ord("-"), ord("+")):
            return self._number()
        word = _WORDS.get(token)
        if word is not None and self._text.startswith(word[0], self._at):
            self._at += len(word[0])
            return word[1]
        raise _Broken

    def _skip_blanks(self) -> None:
        match = _BLANKS.match(self._text, self._at)
        if match is not None:
            self._at = match.end()

    def _next(self) -> int:
        """The first byte of the next token; 0 at the end of the text."""
        self._skip_blanks()
        if self._at >= len(self._text):
            return 0
        byte = self._text[self._at]
        self._at += 1
        return byte

    def _next_after_comments(self) -> int:
        token = self._next()
        while token == ord("/"):
            self._comment()
            token = self._next()
        return token

    def _comment(self) -> None:
        kind = self._text[self._at : self._at + 1]
        self._at += 1
        if kind == b"/":
            match = _LINE_COMMENT_REST.match(self._text, self._at)
            self._at = match.end() if match else len(self._text)
        elif kind == b"*":
            end = self._text.find(b"*/", self._at)
            if end >= 0:
                self._at = end + 2
            elif self._text.endswith(b"/") and self._at < len(self._text):
                # The reader looks for '*/' up to the last byte but one and then asks only for a '/'.
                self._at = len(self._text)
            else:
                raise _Broken
        else:
            raise _Broken

    def _string(self) -> bytes:
        match = _STRING_REST.match(self._text, self._at)
        if match is None:
            raise _Broken
        raw = match.group()[:-1]
        self._at = match.end()
        return raw if b"\\" not in raw else _unescape(raw)

    def _number(self) -> int | float:
        start = self._at - 1
        signed = self._text[start] not in _DIGITS
        if signed and self._text.startswith(b"I", self._at):
            raise _Broken
        match = _NUMBER_REST.match(self._text, self._at)
        self._at = match.end() if match else self._at
        token = self._text[start : self._at]
        digits = token[1:] if token.startswith(b"-") else token
        if all(byte in _DIGITS for byte in digits):
            number = int(digits or b"0")
            number = -number if token.startswith(b"-") else number
            if -(2**63) <= number < 2**64:
                return number
        return _float(token)


def _float(token: bytes) -> float:
    """``istream >> double`` of libc++: the whole token or nothing; too large is infinite, too small is an error."""
    if _FLOAT.fullmatch(token) is None:
        raise _Broken
    number = float(token)
    mantissa = re.split(rb"[eE]", token)[0]
    underflow = abs(number) < 2.2250738585072014e-308 and any(byte in b"123456789" for byte in mantissa)
    if underflow and not math.isinf(number):
        raise _Broken
    return number


def _unescape(raw: bytes) -> bytes:
    parts: list[bytes] = []
    at = 0
    while at < len(raw):
        backslash = raw.find(b"\\", at)
        if backslash < 0:
            parts.append(raw[at:])
            break
        parts.append(raw[at:backslash])
        escape = raw[backslash + 1]
        at = backslash + 2
        if escape == ord("u"):
            code, at = _code_point(raw, at)
            parts.append(chr(code).encode("utf-8", "surrogatepass"))
        elif escape in _ESCAPES:
            parts.append(_ESCAPES[escape])
        else:
            raise _Broken
    return b"".join(parts)


def _code_point(raw: bytes, at: int) -> tuple[int, int]:
    """A ``\\u`` escape whose four digits start at ``at``. The second half of a pair is not checked for its range."""
    unit, at = _four_digits(raw, at)
    if not 0xD800 <= unit <= 0xDBFF:
        return unit, at
    if raw[at : at + 2] != b"\\u":
        raise _Broken
    second, at = _four_digits(raw, at + 2)
    return 0x10000 + ((unit & 0x3FF) << 10) + (second & 0x3FF), at


def _four_digits(raw: bytes, at: int) -> tuple[int, int]:
    digits = raw[at : at + 4]
    if len(digits) < 4 or any(byte not in _HEX for byte in digits):
        raise _Broken
    return int(digits, 16), at + 4


def _as_text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")
