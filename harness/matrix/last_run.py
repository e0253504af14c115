"""What is remembered of the last run on an app, so that ``--changed`` runs only the cases that something touched.

A case is taken over only if everything that it depends on is the same, byte for byte: the tool, the app's compiled
program and its project's files, the settings, the device, the seed, the requirement's record, its check and its data.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ...emulator.profile import DeviceProfile
from ...emulator.runtime.arkts.api_references import ApiReference
from ...emulator.runtime.arkts.cache import cache_directory, write_atomically
from ...reports.model import CaseResult
from ..catalogue import catalogue
from ..data.data_set import DataSet
from ..subjects.digests import digest, program_digest, project_files
from ..subjects.subject import Subject
from ..suite_place import suite_folder

if TYPE_CHECKING:
    from ..own_data.older_sources import Migration

FORMAT = 1


class RememberedCase(msgspec.Struct, frozen=True, kw_only=True):
    """``case`` as judged, before any waiver; ``check`` is the module of its check, ``data_set`` its data, if any."""

    requirement: str
    check: str
    data_set: str
    digest: str
    callbacks: tuple[str, ...]
    imported: tuple[ApiReference, ...]
    case: CaseResult


class _Record(msgspec.Struct, frozen=True, kw_only=True):
    format: int
    cases: dict[str, RememberedCase]


class Inputs:
    """Digests of everything that the cases of one run depend on."""

    def __init__(
        self,
        subject: Subject,
        profile: DeviceProfile,
        data_sets: Sequence[DataSet],
        *,
        seed: int,
        exhaustive: bool,
        migrations: Sequence[Migration] = (),
        reports: Sequence[Path] = (),
    ) -> None:
        """``reports``: files and folders that the run writes, perhaps among the app's own."""
        self._subject = subject
        self._profile = profile
        self._data_sets = {data_set.name: data_set for data_set in data_sets}
        self._choice = f"{seed}/{exhaustive}"
        self._migrations = tuple(migrations)
        self._reports = tuple(reports)
        self._checks: dict[str, str] = {}

    def take(self) -> None:
        """Read the app's files now: what a run found must not be remembered of files that were saved meanwhile."""
        _ = self._common, self._data_digests

    def digest_of(self, requirement: str, check: str, data_set: str) -> str:
        """Of the case of ``requirement`` whose check is in module ``check`` and runs with ``data_set`` (``""`` for one
        that may use any); ``""`` when there is no such thing any more."""
        record = catalogue().get(requirement)
        source = self._check(check)
        data = self._data_digests.get(data_set, "") if data_set else "/".join(self._data_digests.values())
        if record is None or not source or not (data or not self._data_sets):
            return ""
        return digest([self._common, msgspec.json.encode(record), source.encode(), data.encode()])

    def _check(self, name: str) -> str:
        if name not in self._checks:
            file = suite_folder() / f"{name}.py"
            self._checks[name] = digest([file.read_bytes()]) if file.is_file() else ""
        return self._checks[name]

    @cached_property
    def _data_digests(self) -> dict[str, str]:
        return {name: _data_digest(data_set) for name, data_set in self._data_sets.items()}

    @cached_property
    def _common(self) -> bytes:
        subject = self._subject
        application = subject.application
        extension = application.extension
        facts = (
            subject.address,
            application.bundle_name,
            application.version,
            application.module_names,
            application.compatible_api,
            extension.name,
            extension.module_name,
            extension.profile_text.encode("utf-8", "surrogateescape"),
            program_digest(subject),
            [(str(migration), program_digest(migration.source.subject)) for migration in self._migrations],
            # Other data and other waivers change no case of the data that stays.
            msgspec.structs.replace(subject.settings, data=(), waiver=()),
            self._profile,
            self._choice,
            version("ohos-backup-conformance"),
            platform.python_version(),
        )
        files = [*_tool_files(), *project_files(subject, times=True, reports=self._reports)]
        stand_ins = [entry.file.read_bytes() for entry in subject.stand_ins]
        for migration in self._migrations:
            files += project_files(migration.source.subject, times=True)
            files += [_data_digest(data).encode() for data in (migration.data_set, migration.becomes) if data]
        return digest([msgspec.json.encode(facts), *stand_ins, *files]).encode()


class LastRun:
    """The record of one app in the user's cache."""

    def __init__(self, subject: Subject) -> None:
        name = hashlib.sha256(str(subject.root.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:24]
        self._file = cache_directory() / "last-runs" / f"{name}.json"

    def unchanged(self, inputs: Inputs) -> dict[str, RememberedCase]:
        """By case id: what need not run again. A case that could not be judged is always tried again."""
        return {
            name: remembered
            for name, remembered in self._read().items()
            if remembered.case.outcome != "inconclusive"
            and remembered.digest
            and remembered.digest == inputs.digest_of(remembered.requirement, remembered.check, remembered.data_set)
        }

    def durations(self) -> dict[str, int]:
        """What each case took when it last ran, by id, in milliseconds."""
        return {name: remembered.case.duration_ms for name, remembered in self._read().items()}

    def remember(self, cases: Mapping[str, RememberedCase]) -> None:
        """Add ``cases``, by id. Raises CacheUnwritable."""
        record = _Record(format=FORMAT, cases={**self._read(), **cases})
        write_atomically(self._file, msgspec.json.encode(record))

    def _read(self) -> dict[str, RememberedCase]:
        """A record that is missing, or of another version of this tool, holds nothing."""
        try:
            record = msgspec.json.decode(self._file.read_bytes(), type=_Record)
        except (OSError, msgspec.DecodeError):
            return {}
        return record.cases if record.format == FORMAT else {}


def _tool_files() -> Iterator[bytes]:
    """Our own code and tables but the checks and their catalogue, which count for their own cases only."""
    for part in ("emulator", "harness", "reports", "conformance"):
        for path in sorted((suite_folder().parent / part).rglob("*")):
            own_case = part == "conformance" and (path.name.startswith("test_") or path.suffix == ".toml")
            if path.is_file() and "__pycache__" not in path.parts and not own_case:
                yield path.name.encode() + b"\0" + path.read_bytes()


def _data_digest(data_set: DataSet) -> str:
    parts: list[bytes] = [msgspec.json.encode((data_set.name, data_set.must_survive, data_set.directories))]
    for file in data_set.files:
        parts += [msgspec.json.encode((file.path, file.mode, file.age_seconds)), file.content]
    return digest(parts)
