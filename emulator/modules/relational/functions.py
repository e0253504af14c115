"""SQL functions that would ask the host for time or chance: here they ask the device's clock and seed.

``datetime('now')``, ``CURRENT_TIMESTAMP`` and the like are computed by SQLite itself, with the virtual time put in for
``now`` and the device's offset for ``localtime``.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ...runtime.api import ExtensionEnvironment
from .values import SqlValue

DATE_FUNCTIONS = ("date", "time", "datetime", "julianday", "unixepoch")
KEYWORDS = {"current_date": "date", "current_time": "time", "current_timestamp": "datetime"}
MOST_RANDOM_BYTES = 1_000_000_000


class DeviceFunctions:
    """The functions for all connections of one process."""

    def __init__(self, environment: ExtensionEnvironment) -> None:
        self._clock = environment.clock
        self._timezone = environment.timezone
        self._chance = random.Random(f"relational {environment.seed}")
        self._plain: sqlite3.Connection | None = None

    def install(self, connection: sqlite3.Connection) -> None:
        connection.create_function("random", 0, lambda: self._chance.getrandbits(64) - (1 << 63))
        connection.create_function("randomblob", 1, self._random_bytes)
        for name in DATE_FUNCTIONS:
            connection.create_function(name, -1, self._dated(name, 0), deterministic=True)
        connection.create_function("strftime", -1, self._dated("strftime", 1), deterministic=True)
        for keyword, name in KEYWORDS.items():
            connection.create_function(keyword, 0, self._dated(name, 0))

    def close(self) -> None:
        if self._plain:
            self._plain.close()
            self._plain = None

    def _random_bytes(self, size: SqlValue) -> bytes:
        count = int(size) if isinstance(size, int | float) else 1
        return self._chance.randbytes(min(max(1, count), MOST_RANDOM_BYTES))

    def _dated(self, name: str, before: int) -> Callable[..., SqlValue]:
        """``name`` with ``before`` arguments in front of the moment that it is asked about."""

        def function(*values: SqlValue) -> SqlValue:
            front, rest = values[:before], values[before:] or ("now",)
            moment = self._now() if str(rest[0]).strip().lower() == "now" else rest[0]
            given = (*front, moment, *map(self._modifier, rest[1:]))
            if self._plain is None:
                self._plain = sqlite3.connect(":memory:", check_same_thread=False)
            (answer,) = self._plain.execute(f"SELECT {name}({','.join('?' * len(given))})", given).fetchone()
            return answer

        return function

    def _now(self) -> str:
        moment = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(milliseconds=self._clock.now_ms)
        return moment.strftime("%Y-%m-%d %H:%M:%S.") + f"{moment.microsecond // 1000:03d}"

    def _modifier(self, modifier: SqlValue) -> SqlValue:
        """``localtime`` and ``utc`` mean the device's time zone, with its present offset."""
        kind = str(modifier).strip().lower()
        if kind not in ("localtime", "utc"):
            return modifier
        try:
            zone = ZoneInfo(self._timezone)
        except ZoneInfoNotFoundError:
            return modifier
        offset = datetime.fromtimestamp(self._clock.now_ms / 1000, zone).utcoffset() or timedelta()
        minutes = int(offset.total_seconds() // 60)
        return f"{minutes if kind == 'localtime' else -minutes:+d} minutes"
