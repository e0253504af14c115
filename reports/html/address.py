"""Where in the page a requirement or a case is: what follows ``#`` in a link."""

from __future__ import annotations

from urllib.parse import quote

from .safe_text import printable

READABLE = "[]()+,:;=@!*'/"
"""Left as they are, so that ``#RST-001[typical]`` can be read and typed; ``?`` begins the filters."""


def address(identifier: str) -> str:
    return "#" + quote(printable(identifier), safe=READABLE)
