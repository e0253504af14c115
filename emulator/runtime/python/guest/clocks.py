"""Time and chance inside the process: the device's virtual clock, and numbers that the seed decides."""

from __future__ import annotations

import datetime as datetime_module
import math
import os
import random
import time
from collections.abc import Callable
from typing import Any

from .channel import Channel

_RealDate = datetime_module.date
_RealDatetime = datetime_module.datetime


class VirtualTime:
    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._start_ms = channel.now_ms

    def time_ns(self) -> int:
        return self._channel.now_ms * 1_000_000

    def time(self) -> float:
        return self._channel.now_ms / 1000

    def monotonic_ns(self) -> int:
        return (self._channel.now_ms - self._start_ms) * 1_000_000

    def monotonic(self) -> float:
        """Seconds of virtual time since the process started."""
        return (self._channel.now_ms - self._start_ms) / 1000

    def sleep(self, seconds: float) -> None:
        """Block for ``seconds`` of virtual time (rounded up to milliseconds): the device's clock moves on."""
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        self._channel.sleep(math.ceil(seconds * 1000))


def install_clock(clock: VirtualTime) -> None:
    """Replace the clocks of ``time`` and the present of ``datetime``."""
    time.time = clock.time
    time.time_ns = clock.time_ns
    time.sleep = clock.sleep
    time.monotonic = time.perf_counter = time.process_time = time.thread_time = clock.monotonic
    time.monotonic_ns = time.perf_counter_ns = time.process_time_ns = time.thread_time_ns = clock.monotonic_ns
    for name in ("localtime", "gmtime", "ctime"):
        setattr(time, name, _of_now(getattr(time, name), clock))
    for name in ("asctime", "strftime"):
        setattr(time, name, _of_local_now(getattr(time, name), required=name == "strftime"))
    datetime_module.date = _virtual_date(clock)
    datetime_module.datetime = _virtual_datetime(clock)


def install_randomness(seed: int) -> None:
    """Make ``random``, ``secrets``, ``uuid.uuid4`` and ``os.urandom`` repeat with the seed."""
    random.seed(seed)
    source = random.Random(f"urandom {seed}")

    def urandom(size: int, /) -> bytes:
        return source.randbytes(size)

    def getrandom(size: int, flags: int = 0) -> bytes:
        return source.randbytes(size)

    os.urandom = urandom
    setattr(random, "_urandom", urandom)  # noqa: B010 - SystemRandom took its own reference
    if hasattr(os, "getrandom"):
        setattr(os, "getrandom", getrandom)  # noqa: B010


def _of_now(function: Callable[[float], Any], clock: VirtualTime) -> Callable[..., Any]:
    def called(seconds: float | None = None, /) -> object:
        return function(clock.time() if seconds is None else seconds)

    return called


def _of_local_now(function: Callable[..., Any], *, required: bool) -> Callable[..., Any]:
    def called(*arguments: Any) -> object:
        if len(arguments) < (2 if required else 1):
            arguments = (*arguments, time.localtime())
        return function(*arguments)

    return called


class _ActsAs(type):
    """Instances of the real class count as instances of the virtual one."""

    real: type = object

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, cls.real)

    def __subclasscheck__(cls, subclass: type) -> bool:
        return issubclass(subclass, cls.real)


def _virtual_date(clock: VirtualTime) -> Any:
    class date(_RealDate, metaclass=_ActsAs):  # noqa: N801 - it stands for datetime.date
        real = _RealDate

        @classmethod
        def today(cls) -> date:
            return cls.fromtimestamp(clock.time())

    date.__module__, date.__qualname__ = "datetime", "date"
    return date


def _virtual_datetime(clock: VirtualTime) -> Any:
    class datetime(_RealDatetime, metaclass=_ActsAs):  # noqa: N801 - it stands for datetime.datetime
        real = _RealDatetime

        @classmethod
        def now(cls, tz: datetime_module.tzinfo | None = None) -> datetime:
            return cls.fromtimestamp(clock.time(), tz)

        @classmethod
        def today(cls) -> datetime:
            return cls.fromtimestamp(clock.time())

        @classmethod
        def utcnow(cls) -> datetime:
            return cls.fromtimestamp(clock.time(), datetime_module.timezone.utc).replace(tzinfo=None)

    datetime.__module__, datetime.__qualname__ = "datetime", "datetime"
    return datetime
