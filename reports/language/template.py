"""Templates: texts in which ``{name}`` stands for something that is only known at run time."""

from __future__ import annotations

import re
from collections.abc import Mapping

PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
_QUOTE = re.compile(r"['\"][^'\"\s]*$")


def filled(template: str, values: Mapping[str, object]) -> str:
    """``template`` with ``values`` in place; braces around anything else stay as they are."""
    return PLACEHOLDER.sub(lambda found: str(values.get(found[1], found[0])), template)


def names_in(template: str) -> tuple[str, ...]:
    """The placeholders in their order, each as often as it is there."""
    return tuple(PLACEHOLDER.findall(template))


def quoted_names(template: str) -> frozenset[str]:
    """Placeholders between quotes: names and values of the user's, never words of ours."""
    return frozenset(found[1] for found in PLACEHOLDER.finditer(template) if _QUOTE.search(template[: found.start()]))


def pattern_of(template: str, known: str = "") -> re.Pattern[str]:
    """Matches every text that ``template`` can become, with a group for each placeholder.

    Line breaks belong to placeholders, too. Of two placeholders with nothing but a blank between them the first takes
    one of ``known``, an expression, if it can, and otherwise as little as it can.
    """
    parts: list[str] = []
    seen: set[str] = set()
    end = 0
    for found in PLACEHOLDER.finditer(template):
        parts.append(re.escape(template[end : found.start()]))
        name = found[1]
        first = f"{known}|" if known and template.startswith(" {", found.end()) else ""
        parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>{first}.*?)")
        seen.add(name)
        end = found.end()
    parts.append(re.escape(template[end:]))
    return re.compile("".join(parts), re.DOTALL)
