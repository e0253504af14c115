"""Results on their way to the guest: in windows, so that a large one is not one large message."""

from __future__ import annotations

import msgspec

from ..api import BusinessError
from .open_store import Rows
from .values import Cell, shown_rows

WINDOW_ROWS = 500
NO_RESULT = 0
FAILED = -1


class Window(msgspec.Struct, frozen=True, rename="camel"):
    """The first rows of a result. ``count`` of all rows is -1 when the query failed: a device then gives an empty
    result set and no error (sqlite_shared_result_set.cpp). ``result`` names what is left to be asked for."""

    columns: list[str]
    rows: list[list[Cell]]
    count: int
    result: int = NO_RESULT
    error: tuple[int, str] | None = None
    """Why the query failed; a LiteResultSet throws it at the first step."""


class Results:
    """The results of which the guest has not got all rows."""

    def __init__(self) -> None:
        self._results: dict[int, Rows] = {}
        self._last = NO_RESULT

    def first_window(self, rows: Rows) -> Window:
        number = NO_RESULT
        if len(rows.rows) > WINDOW_ROWS:
            number = self._last = self._last + 1
            self._results[number] = rows
        return Window(rows.columns, shown_rows(rows.rows[:WINDOW_ROWS]), len(rows.rows), number)

    def window(self, result: int, start: int) -> list[list[Cell]]:
        """Rows from ``start`` on."""
        return shown_rows(self._results[result].rows[start : start + WINDOW_ROWS])

    def forget(self, result: int) -> None:
        self._results.pop(result, None)

    def clear(self) -> None:
        self._results.clear()


def failed_query(error: BusinessError) -> Window:
    return Window([], [], FAILED, error=(error.code, error.message))
