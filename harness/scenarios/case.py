"""One case: a requirement, its parameters, and the devices it runs on; the check of a requirement speaks to this."""

from __future__ import annotations

from collections.abc import Callable, Generator, Hashable, Mapping, Sequence
from contextlib import contextmanager
from typing import NoReturn, TypeVar

from ...emulator.profile import DeviceProfile
from ...emulator.source import SourcePosition
from ...emulator.trace import NotEmulated
from ..catalogue import Requirement
from ..data.tree import Change
from ..subjects.package import CHECK_THE_PROJECT
from ..subjects.subject import Subject
from .gate import closed_gate
from .shared_steps import SharedSteps
from .trial import Direction, Trial
from .verdicts import Inconclusive, NotApplicable, Violation

ResultT = TypeVar("ResultT")


class Case:
    """Given to every check of the suite. Devices made through it are kept, for their traces are the evidence."""

    def __init__(
        self,
        subject: Subject,
        requirement: Requirement,
        parameters: Mapping[str, str],
        *,
        profile: DeviceProfile,
        seed: int,
        shared: SharedSteps | None = None,
        has_own_data: bool = False,
        endless: frozenset[Direction] = frozenset(),
    ) -> None:
        """``has_own_data``: the team gave data sets of its own, which are tried beside the generated ones;
        ``endless``: what this case is not to try, for the app never comes back from it."""
        self.subject = subject
        self.requirement = requirement
        self.parameters = dict(parameters)
        self.profile = profile
        self.seed = seed
        self.has_own_data = has_own_data
        self.trials: list[Trial] = []
        self.remarks: list[str] = []
        self._shared = shared or SharedSteps()
        self._endless = endless

    def device(
        self,
        *,
        user: int = 100,
        app_index: int = 0,
        profile: DeviceProfile | None = None,
        subject: Subject | None = None,
        seed: int | None = None,
    ) -> Trial:
        """A fresh device with the app, or its clone ``app_index``, freshly installed for ``user``; ``subject`` is
        another version of the app, ``seed`` another course of chance than that of the run.

        Raises NotApplicable when the framework would never start the extension.
        """
        subject = subject or self.subject
        gate = closed_gate(subject.application.extension)
        if gate is not None:
            raise NotApplicable(gate.reason)
        if subject.packed:
            raise NotApplicable(f"a package holds compiled code, which only a device can run: {CHECK_THE_PROJECT}")
        trial = Trial(
            subject,
            profile=profile or self.profile,
            seed=self.seed if seed is None else seed,
            user=user,
            app_index=app_index,
            endless=self._endless if subject is self.subject else frozenset(),
        )
        self.trials.append(trial)
        return trial

    def idle_device(self) -> Trial:
        """A device with the app on which its code is never run: for what its configuration alone decides.

        Raises NotApplicable when the framework would never look at the rest of the configuration.
        """
        gate = closed_gate(self.subject.application.extension)
        if gate is not None:
            raise NotApplicable(gate.reason)
        trial = Trial(self.subject, profile=self.profile, seed=self.seed)
        self.trials.append(trial)
        return trial

    @contextmanager
    def aside(self) -> Generator[None]:
        """Devices that are made meanwhile are let go, with all they hold in memory, unless the case ends on one."""
        before = len(self.trials)
        yield
        del self.trials[before:]

    def once(self, key: Hashable, step: Callable[[], ResultT]) -> ResultT:
        """What ``step`` gives, done only for the first case that asks for ``key``; see SharedSteps."""
        return self._shared.once(self, key, step)

    def require(
        self,
        holds: bool,
        reason: str,
        *,
        position: SourcePosition | None = None,
        differences: Sequence[Change] = (),
    ) -> None:
        """Raise Violation with ``reason`` unless ``holds``."""
        if not holds:
            self.fail(reason, position=position, differences=differences)

    def require_same(self, before: Mapping[str, object], differences: Sequence[Change], reason: str) -> None:
        """Raise Violation when there are ``differences``; ``before`` must not be empty, or nothing was compared."""
        if not before:
            raise Inconclusive("there was nothing to compare: the suite could not put data where the app keeps its own")
        self.require(not differences, f"{reason}: {summary_of(differences)}", differences=differences)

    def fail(
        self, reason: str, *, position: SourcePosition | None = None, differences: Sequence[Change] = ()
    ) -> NoReturn:
        raise Violation(reason, position=position, differences=differences)

    def remark(self, text: str) -> None:
        """Something worth knowing that is not judged; it is told with a case that passes."""
        self.remarks.append(text)

    def not_applicable(self, reason: str) -> NoReturn:
        """The requirement asks nothing here. A ``reason`` that ends in ``: see RST-001 and RST-006`` leaves the case to
        these instead: the case stays open when none of them finds anything (reports/referrals.py)."""
        raise NotApplicable(reason)

    def inconclusive(self, reason: str) -> NoReturn:
        raise Inconclusive(reason)

    def not_emulated(self) -> tuple[NotEmulated, ...]:
        """What the app used on any of the devices that this emulator does not have."""
        return tuple(event for trial in self.trials for event in trial.device.trace.of(NotEmulated))


def summary_of(differences: Sequence[Change]) -> str:
    """One line for people: the first three differences and the number of the rest."""
    shown = ", ".join(f"{change.path} ({change.change})" for change in differences[:3])
    rest = len(differences) - 3
    return f"{shown} and {rest} more" if rest > 0 else shown
