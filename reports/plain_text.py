"""Text that any report can carry: without the characters that XML, terminals and tables have no place for."""

from __future__ import annotations

import re

# XML 1.0 has no place for most of these, not even escaped; a lone surrogate cannot be written at all.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINES = re.compile(r"\s*[\r\n\u0085\u2028\u2029]+\s*")


def plain(text: str) -> str:
    """``text`` with every control character that a report cannot carry shown as U+FFFD."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def one_line(text: str) -> str:
    """As ``plain``, with line ends as single spaces."""
    return _LINES.sub(" ", plain(text)).strip()


def shortened(text: str, longest: int) -> str:
    """``text``, or its beginning with an ellipsis; never longer than ``longest`` characters."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
