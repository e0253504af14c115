"""Shell patterns as the device's C library matches them (third_party_musl src/regex/fnmatch.c).

Matching is done on bytes, as in the C locale that a device process starts with, so ``?`` is one byte. A pattern is
compiled once into a regular expression; runs between stars are matched at their earliest place without going back,
which any later text cannot make wrong, so no pattern is slow.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SPECIAL = re.compile(rb"[*?\[\\]")
_CLASSES = {
    b"alpha": rb"[A-Za-z]",
    b"digit": rb"[0-9]",
    b"alnum": rb"[A-Za-z0-9]",
    b"upper": rb"[A-Z]",
    b"lower": rb"[a-z]",
    b"blank": rb"[ \t]",
    b"space": rb"[ \t-\r]",
    b"cntrl": rb"[\x00-\x1f\x7f]",
    b"punct": rb"[!-/:-@\[-`{-~]",
    b"graph": rb"[!-~]",
    b"print": rb"[ -~]",
    b"xdigit": rb"[0-9A-Fa-f]",
}


def matches_path_or_parent(pattern: str, path: str) -> bool:
    """``fnmatch(pattern, path, FNM_LEADING_DIR)``: ``path`` or a part of it that ends before a ``/`` matches.

    ``*``, ``?`` and brackets match ``/`` as well, and names that begin with a dot.
    """
    return _leading(pattern).match(path.encode("utf-8", "surrogateescape")) is not None


def matches_name(pattern: bytes, name: bytes) -> bool:
    """``fnmatch(pattern, name, FNM_PERIOD)`` as glob uses it: a leading dot needs a pattern that begins with one."""
    if name.startswith(b".") and not pattern.startswith(b"."):
        return False
    return _whole(pattern).match(name) is not None


@lru_cache(maxsize=4096)
def _leading(pattern: str) -> re.Pattern[bytes]:
    return re.compile(_expression(pattern.encode("utf-8", "surrogateescape"), rb"(?=/|\Z)"), re.DOTALL)


@lru_cache(maxsize=4096)
def _whole(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(_expression(pattern, rb"\Z"), re.DOTALL)


def _expression(pattern: bytes, end: bytes) -> bytes:
    runs = _runs(pattern.partition(b"\0")[0])
    if len(runs) == 1:
        return runs[0] + end
    middle = b"".join(
        rb"(?=(?P<run%d>.*?%s))(?P=run%d)" % (index, run, index) for index, run in enumerate(runs[1:-1]) if run
    )
    return runs[0] + middle + rb".*?" + runs[-1] + end


def _runs(pattern: bytes) -> list[bytes]:
    """The expressions between the stars of ``pattern``: one more than there are stars."""
    runs = [b""]
    at = 0
    while at < len(pattern):
        special = pattern[at : at + 1]
        if special == b"*":
            runs.append(b"")
            at += 1
            continue
        if special == b"?":
            runs[-1] += b"."
            at += 1
            continue
        if special == b"[":
            end = bracket_end(pattern, at)
            if end > 0:
                runs[-1] += _bracket(pattern[at + 1 : end])
                at = end + 1
                continue
        elif special == b"\\" and at + 1 < len(pattern):
            at += 1
        runs[-1] += re.escape(pattern[at : at + 1])
        at += 1
    return runs


def bracket_end(pattern: bytes, start: int) -> int:
    """The place of the ``]`` that closes the bracket opened at ``start``; 0 when it is not closed."""
    at = start + 1
    if pattern[at : at + 1] in (b"^", b"!"):
        at += 1
    if pattern[at : at + 1] == b"]":
        at += 1
    while at < len(pattern) and pattern[at : at + 1] != b"]":
        kind = pattern[at + 1 : at + 2]
        if pattern[at : at + 1] == b"[" and kind in (b":", b".", b"="):
            end = pattern.find(kind + b"]", at + 2)
            if end < 0:
                return 0
            at = end + 1
        at += 1
    return at if at < len(pattern) else 0


def _bracket(body: bytes) -> bytes:
    """An expression for the bytes that ``[body]`` matches. Classes are those of ASCII; ``[=x=]`` and ``[.x.]`` match
    nothing; the ends of a range that runs backwards match by themselves."""
    chosen: set[int] = set()
    inverted = body[:1] in (b"^", b"!")
    at = 1 if inverted else 0
    before = body[0] if inverted else ord("[")
    if body[at : at + 1] in (b"]", b"-"):
        before = body[at]
        chosen.add(before)
        at += 1
    while at < len(body):
        byte = body[at]
        if byte == ord("-") and at + 1 < len(body):
            chosen.update(range(before, body[at + 1] + 1))
            at += 1
            continue
        if byte == ord("[") and body[at + 1 : at + 2] in (b":", b".", b"="):
            end = body.find(body[at + 1 : at + 2] + b"]", at + 2)
            name = body[at + 2 : end]
            if body[at + 1] == ord(":") and name in _CLASSES:
                chosen.update(code for code in range(128) if re.match(_CLASSES[name], bytes((code,))))
            at = end + 2
            continue
        before = byte
        chosen.add(byte)
        at += 1
    members = b"".join(rb"\x%02x" % byte for byte in sorted(chosen))
    if inverted:
        return b"[^%s]" % members if members else b"."
    return b"[%s]" % members if members else rb"(?!)"
