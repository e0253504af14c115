"""Where in the app a failing case points when its check named no place: at the callback that it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...emulator.profile import CALLBACK_SINCE
from ...emulator.runtime.api import SourceHost
from ...emulator.source import SourcePosition
from ...emulator.trace import AnyEvent, CallbackEntered, CallbackSettled, ClassLoaded
from ..scenarios.case import Case

_ACCOMPANYING = frozenset(("onProcess", "onRelease", "getBackupInfo"))
"""Callbacks that are entered in between or at the end of any session; blamed only when there is no other."""

_CALLBACK = re.compile(rf"\b({'|'.join(CALLBACK_SINCE)})\b")


def blamed_place(case: Case, reason: str) -> SourcePosition | None:
    """The callback that ``reason`` names, if the app has it; else the last one that it entered before the failure.

    Of a callback that failed, the line that did; of another its declaration. Where none of the app's own callbacks
    ran, its backup configuration decided everything, and where it has none, its class.
    """
    host = case.subject.application.extension.host
    sources = host if isinstance(host, SourceHost) else None
    for name, events in _candidates(case, reason):
        position = _line_of_failure(events, name) or (
            sources.declared(_last_class(events).names, name) if sources is not None else None
        )
        if position is not None:
            return position
    extension = case.subject.application.extension
    return extension.profile_position or (sources.declared((extension.name,)) if sources is not None else None)


def _candidates(case: Case, reason: str) -> Iterator[tuple[str, Sequence[AnyEvent]]]:
    """Callbacks of the app's own that were entered, the likeliest first, with the events of their device."""
    # The same code may have been installed with another configuration; older sources are other code.
    host = case.subject.application.extension.host
    own = [
        tuple(trial.device.trace) for trial in reversed(case.trials) if trial.subject.application.extension.host is host
    ]
    entered = [(name, events) for events in own for name in _entered(events)]
    for named in dict.fromkeys(_CALLBACK.findall(reason)):
        yield from (pair for pair in entered if pair[0] == named)
    yield from (pair for pair in entered if pair[0] not in _ACCOMPANYING)
    yield from entered


def _entered(events: Sequence[AnyEvent]) -> Iterator[str]:
    """The last one first, each once; without those that only the platform's base class has."""
    methods = frozenset(_last_class(events).methods)
    names = (event.callback for event in reversed(events) if isinstance(event, CallbackEntered))
    yield from dict.fromkeys(name for name in names if name in methods)


def _last_class(events: Sequence[AnyEvent]) -> ClassLoaded:
    nothing = ClassLoaded(time_ms=0, names=(), methods=(), extends_base=False)
    return next((event for event in reversed(events) if isinstance(event, ClassLoaded)), nothing)


def _line_of_failure(events: Sequence[AnyEvent], callback: str) -> SourcePosition | None:
    """Of the last call of ``callback``."""
    ends = (event for event in reversed(events) if isinstance(event, CallbackSettled) and event.callback == callback)
    last = next(ends, None)
    return last.position if last is not None else None
