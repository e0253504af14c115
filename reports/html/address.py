"""Where links lead: to a requirement or a case in the page, or to a requirement's page in the documentation."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from ..model import Tool
from .safe_text import printable

READABLE = "[]()+,:;=@!*'/"
"""Left as they are, so that ``#RST-001[typical]`` can be read and typed; ``?`` begins the filters."""


SCHEMES = ("", "http", "https", "file")
"""Of a link that leaves the page: nothing that runs when it is followed."""


def address(identifier: str) -> str:
    return "#" + quote(printable(identifier), safe=READABLE)


def documentation(tool: Tool, requirement: str) -> str:
    """The requirement's page on the site that the results name; empty where they name none."""
    page = tool.page_of(requirement)
    try:
        return page if urlsplit(page).scheme in SCHEMES else ""
    except ValueError:
        return ""
