"""From the text of a guest's ``error.stack`` to places in the user's own files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...source import SourcePosition
from .program import Program
from .source_map import SourceMap

_FRAME = re.compile(r"^\s*at (?:.*\()?([^()\n]+):(\d+):(\d+)\)?$", re.MULTILINE)
MOST_FRAMES = 50
LONGEST_STACK = 1 << 15


class Positions:
    """Looks places up in the source maps of one program. A stack is a text that the app may have written itself:
    only frames that name a module of the program count."""

    def __init__(self, program: Program) -> None:
        self._maps = {module.id: SourceMap(module.source_map) for module in program.modules}
        self._compiled = {module.id for module in program.modules if module.source_map}

    def frames(self, stack: str) -> tuple[SourcePosition, ...]:
        """The app's own frames, innermost first."""
        return tuple(self._frames(stack))

    def innermost(self, stack: str) -> SourcePosition | None:
        return next(self._frames(stack), None)

    def _frames(self, stack: str) -> Iterator[SourcePosition]:
        count = 0
        for match in _FRAME.finditer(stack[:LONGEST_STACK]):
            source_map = self._maps.get(match[1])
            if source_map is None or len(match[2]) > 9 or len(match[3]) > 9:
                continue
            line, column = int(match[2]), int(match[3])
            if match[1] in self._compiled:
                mapped = source_map.lookup(line, column)
                if mapped is None:
                    # Code that the compiler added: nothing that a user wrote stands there.
                    continue
                line, column = mapped
            yield SourcePosition(match[1], line, column)
            count += 1
            if count == MOST_FRAMES:
                return
