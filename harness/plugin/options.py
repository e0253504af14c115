"""The plugin's options and markers, and the settings they add up to."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from ...emulator.profile import DeviceProfile
    from ...emulator.runtime.ran_lines import RanLines
    from ...reports.baseline import Baseline
    from ...reports.model import Policy, Shards
    from ..data.data_set import DataSet
    from ..judging.waivers import Waivers
    from ..matrix.combinations import Combination
    from ..matrix.last_run import Inputs, RememberedCase
    from ..matrix.shards import Shard
    from ..own_data.old_generation import OldData
    from ..own_data.older_sources import Migration
    from ..scenarios.fault_points import Rehearsal
    from ..scenarios.shared_steps import SharedSteps
    from ..subjects.subject import Subject

PREFIX = "--ohos-backup"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("ohos-backup", "OpenHarmony backup and restore conformance")
    group.addoption(
        f"{PREFIX}-app",
        metavar="ADDRESS",
        help="the app to check: project root, a module's folder, or file.py:MyExtension",
    )
    group.addoption(
        f"{PREFIX}-data",
        action="append",
        default=[],
        metavar="DIR",
        help="a data set of your own: a folder that mirrors the sandbox (DIR/data/storage/…); may be repeated",
    )
    group.addoption(
        f"{PREFIX}-from",
        action="append",
        default=[],
        metavar="OLDER",
        help="older sources of the app, whose backups today's code has to restore: PATH or git:REF; may be repeated",
    )
    group.addoption(f"{PREFIX}-profile", metavar="NAME", help="device profile, such as api12 or latest")
    group.addoption(f"{PREFIX}-seed", type=int, default=0, metavar="N", help="seed of generated data and random")
    group.addoption(
        f"{PREFIX}-case",
        action="append",
        default=[],
        metavar="ID",
        help="judge only this case, requirement or family: RST-001[typical], RST-001, RST; may be repeated",
    )
    group.addoption(
        f"{PREFIX}-exhaustive",
        action="store_true",
        help="every combination and every operation that can fail, not a reduction",
    )
    group.addoption(f"{PREFIX}-level", metavar="LEVEL", help="judge only up to this level: MUST, SHOULD or MAY")
    group.addoption(
        f"{PREFIX}-fail-on",
        action="append",
        default=[],
        metavar="OUTCOME",
        help="what breaks conformance besides fail: warn, inconclusive, waived; may be repeated",
    )
    group.addoption(f"{PREFIX}-strict", action="store_true", help="the same as --ohos-backup-fail-on=warn")
    group.addoption(f"{PREFIX}-shard", metavar="I/N", help="judge only this of N parts, for N machines")
    group.addoption(f"{PREFIX}-fail-fast", action="store_true", help="stop at the first case that fails a MUST")
    group.addoption(
        f"{PREFIX}-changed",
        action="store_true",
        help="take over the cases for which nothing has changed since they last ran",
    )
    group.addoption(
        f"{PREFIX}-coverage", action="store_true", help="note which lines of the app's sources the cases run"
    )
    group.addoption(f"{PREFIX}-json", metavar="FILE", help="write results.json")
    parser.addini("ohos_backup_app", "the app to check, as for --ohos-backup-app", default="")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "requirement(id): the requirement of the catalogue that a check judges")
    config.addinivalue_line("markers", "strikes(session, *strikes): the faults that a check is tried with")
    config.addinivalue_line("markers", "upgrades(*versions): what a check is told with data of the old generation")
    config.stash[SETTINGS] = Settings(config)
    if not hasattr(config, "workerinput"):
        from .gathering import PLUGIN_NAME, Gathering

        config.pluginmanager.register(Gathering(config), PLUGIN_NAME)


class Settings:
    """What the options ask for. The app is loaded when first needed, once for each process."""

    command_runs = False
    """Whether ``ohos-backup check`` started pytest, so that nothing but the suite is collected."""

    reports: tuple[Path, ...] = ()
    """Files and folders that the command writes."""
    baseline: Baseline | None = None
    """Failures that ``ohos-backup check --baseline`` knows already."""

    shards: Shards | None = None
    """What of a split run is judged here; known once cases have been collected, in this process or in a worker."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    def _option(self, name: str) -> object:
        return self._config.getoption(f"{PREFIX}-{name}")

    def _text(self, name: str) -> str | None:
        """What was given for an option; None for nothing."""
        given = self._option(name)
        return str(given) if given else None

    def _texts(self, name: str) -> list[str]:
        """What was given for an option that may be repeated."""
        given = self._option(name)
        assert isinstance(given, list)
        return [str(each) for each in given]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]

    @property
    def address(self) -> str:
        """The app's address, ``""`` when none was given. One from the ini file is relative to that file."""
        given = self._text("app")
        if given:
            return given
        from_file = str(self._config.getini("ohos_backup_app"))
        return str(self._config.rootpath / from_file) if from_file else ""

    def prepare(self) -> None:
        """Load whatever the cases will need. Raises OhosBackupError for what cannot be used."""
        _ = self.policy, self.shard
        _ = self.subject, self.profile, self.data_sets, self.migrations, self.old_data
        if self.coverage:
            self.watch_lines()

    @cached_property
    def subject(self) -> Subject:
        """Raises OhosBackupError when there is no address or the app cannot be loaded."""
        from ..subjects.loading import load_subject
        from ..subjects.subject import NoSuchSubject

        if not self.address:
            raise NoSuchSubject(
                "no app to check",
                mend=f"Give {PREFIX}-app=PATH, or the line ohos_backup_app = PATH in pytest's ini file.",
            )
        return load_subject(self.address)

    ran_lines: RanLines | None = None
    """What ran in this process since ``watch_lines``."""

    def watch_lines(self) -> None:
        """Begin, or begin anew. Raises OhosBackupError where coverage cannot be had."""
        from ..judging.coverage import watch

        self.ran_lines = watch(self.subject)

    @cached_property
    def profile(self) -> DeviceProfile:
        from ..subjects.device_choice import chosen_profile

        return chosen_profile(self.subject, self._text("profile"))

    @cached_property
    def data_sets(self) -> tuple[DataSet, ...]:
        """The generated sets and then the team's own ones."""
        from ..own_data import data_sets_for

        return data_sets_for(self.subject, [Path(folder) for folder in self._texts("data")], self.seed)

    @cached_property
    def typical(self) -> DataSet:
        """The team's first own data set, the generated typical one without any."""
        from ..own_data import main_set

        return main_set(self.data_sets)

    @cached_property
    def rehearsal(self) -> Rehearsal:
        """What the extension does with files; found once, before the cases are made of it."""
        from ..scenarios.fault_points import rehearse

        return rehearse(self.subject, self.typical, profile=self.profile, seed=self.seed)

    @cached_property
    def combinations(self) -> tuple[Combination, ...]:
        from ..matrix.combinations import combinations

        return combinations(self.data_sets, exhaustive=self.exhaustive)

    @cached_property
    def migrations(self) -> tuple[Migration, ...]:
        """What older versions have on the device, for each of the older sources."""
        from ..own_data.older_sources import migrations, older_sources

        return migrations(self.subject, older_sources(self.subject, self._texts("from")), self.seed)

    @cached_property
    def old_data(self) -> tuple[OldData, ...]:
        """The team's own data of the previous system generation."""
        from ..own_data.old_generation import old_data_of

        return old_data_of(self.subject)

    @cached_property
    def shared_steps(self) -> SharedSteps:
        from ..scenarios.shared_steps import SharedSteps

        return SharedSteps()

    @cached_property
    def waivers(self) -> Waivers:
        from datetime import datetime, timezone

        from ..judging.waivers import Waivers

        today = datetime.now(timezone.utc).date()
        return Waivers(self.subject.settings.waiver, self.subject.root, today)

    @cached_property
    def inputs(self) -> Inputs:
        from ..matrix.last_run import Inputs

        return Inputs(
            self.subject,
            self.profile,
            self.data_sets,
            seed=self.seed,
            exhaustive=self.exhaustive,
            migrations=self.migrations,
            reports=(*self.reports, *filter(None, (self.json_path,))),
        )

    @cached_property
    def taken_over(self) -> dict[str, RememberedCase]:
        """By case id: what ``--changed`` need not run again, of the cases that are wanted."""
        if not self.changed:
            return {}
        from ..matrix.last_run import LastRun
        from .wanted import matches

        wanted = self.wanted_cases
        return {
            name: remembered
            for name, remembered in LastRun(self.subject).unchanged(self.inputs).items()
            if (not wanted or any(matches(name, each) for each in wanted)) and self.asks_for(remembered.requirement)
        }

    def asks_for(self, requirement_id: str) -> bool:
        """Whether the requirement is of a level that is to be judged; one that is not known is."""
        if self.policy.level == "MAY":
            return True
        from ...reports.verdict import counts
        from ..catalogue import catalogue

        known = catalogue().get(requirement_id)
        return known is None or counts(known.level, self.policy)

    @property
    def fail_fast(self) -> bool:
        return bool(self._option("fail-fast"))

    @property
    def changed(self) -> bool:
        return bool(self._option("changed"))

    @property
    def coverage(self) -> bool:
        return bool(self._option("coverage"))

    @property
    def seed(self) -> int:
        seed = self._option("seed")
        assert isinstance(seed, int)
        return seed

    @property
    def wanted_cases(self) -> tuple[str, ...]:
        return tuple(self._texts("case"))

    @property
    def exhaustive(self) -> bool:
        return bool(self._option("exhaustive"))

    @cached_property
    def policy(self) -> Policy:
        from ..results.policy import policy_of

        return policy_of(self._text("level"), self._texts("fail-on"), strict=bool(self._option("strict")))

    @cached_property
    def shard(self) -> Shard | None:
        from ..matrix.shards import changed_shard, parse_shard

        given = self._text("shard")
        if given and self.changed:
            raise changed_shard()
        return parse_shard(given) if given else None

    def note_cases(self, number: int) -> None:
        """How many cases there are in all shards together."""
        from ...reports.model import Shards

        if self.shard is not None:
            self.shards = Shards(count=self.shard.count, present=(self.shard.index,), cases=number)

    @property
    def narrowed(self) -> bool:
        """Whether only some cases were asked for, be they split over machines or not."""
        return bool(self.wanted_cases) or self.policy.level != "MAY"

    @property
    def json_path(self) -> Path | None:
        given = self._text("json")
        return Path(given) if given else None


SETTINGS = pytest.StashKey[Settings]()
