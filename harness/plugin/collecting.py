"""How pytest finds the suite, which cases it makes of it, and what they are called."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, cast

import pytest

from ..suite_place import SUITE, suite_folder
from .options import SETTINGS
from .starting import usage_error

if TYPE_CHECKING:
    from .options import Settings

CASE_ID = pytest.StashKey[str]()
"""``RST-001[typical]``: the requirement and the parameters of an item of the suite."""

REQUIREMENT = pytest.StashKey[str]()

FIRST = ("LIF-001", "LIF-002", "BKP-001", "RST-001")
"""What every other requirement needs is judged first: who has none of it learns so at once."""


class SuiteModule(pytest.Module):
    """A module of the suite, imported under its real name.

    pytest would guess a name from the folders that have an ``__init__.py``; in an editable install that name is wrong
    and the suite's relative imports fail. The user's own naming of test functions does not count here.
    """

    def _getobj(self) -> ModuleType:
        return importlib.import_module(f"{SUITE}.{self.path.stem}")

    def funcnamefilter(self, name: str) -> bool:
        return name.startswith("test_")


class SuiteFolder(pytest.Directory):
    """The suite's modules, whatever file names the user's own settings give to tests.

    pytest also comes by here when the suite was not asked for, such as with ``pytest .`` above it.
    """

    def collect(self) -> Iterable[pytest.Module]:
        from ...emulator.errors import OhosBackupError

        try:
            self.config.stash[SETTINGS].prepare()
        except OhosBackupError as error:
            raise self.CollectError(str(usage_error(error))) from None
        for path in sorted(self.path.glob("test_*.py")):
            yield cast("pytest.Module", SuiteModule.from_parent(self, path=path))  # pyright: ignore[reportUnknownMemberType]


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Directory | None:
    if path == suite_folder():
        return cast("pytest.Directory", SuiteFolder.from_parent(parent, path=path))  # pyright: ignore[reportUnknownMemberType]
    return None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if is_check(metafunc.definition):
        from .parameters import parametrise

        parametrise(metafunc)


def is_check(item: pytest.Item) -> bool:
    return item.get_closest_marker("requirement") is not None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Name the suite's items, keep those that are asked for by name, by level and by shard, and put FIRST first."""
    settings = config.stash[SETTINGS]
    wanted = settings.wanted_cases
    kept: list[pytest.Item] = []
    dropped: list[pytest.Item] = []
    seen: set[str] = set()
    for item in items:
        marker = item.get_closest_marker("requirement")
        if marker is None or not isinstance(item, pytest.Function):
            kept.append(item)
            continue
        requirement = str(marker.args[0])
        callspec = getattr(item, "callspec", None)
        identifier = f"{requirement}[{callspec.id}]" if callspec is not None else requirement
        if identifier in seen:
            raise pytest.UsageError(f"two cases of the suite are called {identifier}")
        seen.add(identifier)
        item.stash[CASE_ID] = identifier
        item.stash[REQUIREMENT] = requirement
        chosen = (not wanted or _is_wanted(identifier, wanted)) and identifier not in settings.taken_over
        chosen = chosen and settings.asks_for(requirement)
        (kept if chosen else dropped).append(item)
    # Under xdist each worker would end with an error of its own; there the main process tells that nothing ran.
    if wanted and seen and not hasattr(config, "workerinput"):
        from .wanted import UnknownCase, require_known

        try:
            require_known(wanted, seen)
        except UnknownCase as error:
            raise usage_error(error) from error
    if settings.shard is not None and seen:
        kept, others = _of_this_shard(config, settings, kept)
        dropped += others
    if dropped:
        config.hook.pytest_deselected(items=dropped)
    items[:] = sorted(kept, key=lambda item: item.stash.get(REQUIREMENT, "") not in FIRST)


def _is_wanted(case_id: str, wanted: tuple[str, ...]) -> bool:
    from .wanted import matches

    return any(matches(case_id, name) for name in wanted)


SHARDED = "ohos_backup_cases"
"""Under which key a worker of pytest-xdist tells the main process how many cases all shards have together."""


def _of_this_shard(
    config: pytest.Config, settings: Settings, items: list[pytest.Item]
) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """Those of ``items`` that are to be judged here, and the others. What is no case of the suite stays."""
    from ..matrix.shards import UnusableShard

    assert settings.shard is not None
    ids = [item.stash[CASE_ID] for item in items if CASE_ID in item.stash]
    if hasattr(config, "workerinput"):
        config.workeroutput[SHARDED] = len(ids)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    settings.note_cases(len(ids))
    try:
        own = settings.shard.of(ids)
    except UnusableShard as error:
        # As above, only the main process tells.
        if hasattr(config, "workerinput"):
            return [], items
        raise usage_error(error) from error
    kept = [item for item in items if CASE_ID not in item.stash or item.stash[CASE_ID] in own]
    return kept, [item for item in items if CASE_ID in item.stash and item.stash[CASE_ID] not in own]
