"""Steps that many cases have in common: done once in each process, for the same devices end the same way each time."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, TypeVar, cast

import msgspec

from .verdicts import CaseEnded

if TYPE_CHECKING:
    from .case import Case
    from .trial import Trial

ResultT = TypeVar("ResultT")


class _Done(msgspec.Struct, frozen=True):
    """What a step gave, or the word with which it ended its case, and the devices it made."""

    trials: tuple[Trial, ...]
    result: object = None
    ended: CaseEnded | None = None


class SharedSteps:
    """The steps done so far, by their name and what they were done with.

    Whoever takes part in a shared step only looks at its devices: a restore onto one of them, or a file put there,
    would show up in every other case.
    """

    def __init__(self) -> None:
        self._done: dict[Hashable, _Done] = {}

    def once(self, case: Case, key: Hashable, step: Callable[[], ResultT]) -> ResultT:
        """The result of ``step``; when it was done for an earlier case, its devices become evidence of this one too.

        Raises the CaseEnded that the step raised.
        """
        done = self._done.get(key)
        if done is None:
            done = self._done[key] = self._do(case, step)
        else:
            case.trials += done.trials
        if done.ended is not None:
            raise done.ended.with_traceback(None)
        return cast("ResultT", done.result)

    @staticmethod
    def _do(case: Case, step: Callable[[], object]) -> _Done:
        before = len(case.trials)
        try:
            result = step()
        except CaseEnded as ended:
            return _Done(tuple(case.trials[before:]), ended=ended)
        return _Done(tuple(case.trials[before:]), result)
