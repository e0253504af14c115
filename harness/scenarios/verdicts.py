"""What the check of a requirement can say other than "it holds"."""

from __future__ import annotations

from collections.abc import Sequence

from ...emulator.source import SourcePosition
from ..data.tree import Change


class CaseEnded(Exception):
    """Base of the three; ``reason`` is a whole sentence for the app's developer."""

    def __init__(self, reason: str) -> None:
        if not reason.strip():
            raise ValueError("a case that ends without passing needs a reason")
        super().__init__(reason)
        self.reason = reason


class Violation(CaseEnded, AssertionError):
    """The app breaks the requirement. ``position`` is the app's own line, as far as one is to blame."""

    def __init__(
        self, reason: str, *, position: SourcePosition | None = None, differences: Sequence[Change] = ()
    ) -> None:
        super().__init__(reason)
        self.position = position
        self.differences = tuple(differences)


class NotApplicable(CaseEnded):
    """The requirement asks nothing of this app, device or data set."""


class Inconclusive(CaseEnded):
    """It could not be judged; ``reason`` names what is missing."""
