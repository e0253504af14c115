"""What a restore leaves in the framework's memory: for its logs, and for whoever wants to see what was put back."""

from __future__ import annotations

import msgspec


class RestoreOutcome(msgspec.Struct):
    """``code`` decides: 0 goes on to onRestore, anything else ends the app's restore with it.

    ``files`` maps what was put back to its announced size, ``errors`` maps paths to errnos or the unpacker's own
    codes; an app sees neither. Paths from tars are relative to ``/``. ``public_moves`` are (source, target) pairs for
    the user's public folders, which another service moves.
    """

    code: int = 0
    files: dict[str, int] = {}
    errors: dict[str, list[int]] = {}
    public_moves: list[tuple[str, str]] = []

    def add_error(self, path: str, code: int) -> None:
        self.errors.setdefault(path, []).append(code)
