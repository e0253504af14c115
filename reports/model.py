"""The result of one conformance run: the one truth from which every report is rendered.

Version 1 of the schema; ``results.schema.json`` beside this file is generated from these types. Fields may be added
within a version; a change of meaning makes a new version.
"""

from __future__ import annotations

from typing import Literal

import msgspec

SCHEMA = "ohos-backup-results/1"

Level = Literal["MUST", "SHOULD", "MAY"]
Outcome = Literal["pass", "fail", "warn", "not_applicable", "inconclusive", "waived"]
Verdict = Literal["conforms", "does-not-conform", "inconclusive"]
FailOn = Literal["fail", "warn", "inconclusive", "waived"]


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A position in the app's sources: ``file`` relative to the app, ``line`` and ``column`` from 1, 0 if unknown."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        numbers = [str(number) for number in (self.line, self.column) if number]
        return ":".join([self.file, *numbers])


class TimelineEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened, ``time_ms`` after the device started (virtual time).

    ``lane``: callback, file, log, framework, client, problem.
    """

    time_ms: int
    lane: str
    text: str
    place: Place | None = None


class TreeChange(msgspec.Struct, frozen=True, kw_only=True):
    """One difference between two states of the app's files.

    ``change``: missing, unexpected, kind, content, mode, time.
    """

    path: str
    change: str
    before: str = ""
    after: str = ""


class SourceExcerpt(msgspec.Struct, frozen=True, kw_only=True):
    """Some lines of the app's sources; ``first_line`` is the number of the first of ``lines``, from 1."""

    file: str
    first_line: int
    lines: tuple[str, ...]


class ArchivedEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One file that a backup carried: ``path`` on the device, ``part`` the archive's file that holds it, ``size`` in
    bytes."""

    path: str
    part: str
    size: int


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What a failing case shows: where in the app, what happened before it, what differs afterwards.

    ``excerpt`` are the lines around ``place``; ``archive`` is what the last backup or restore of the case carried, at
    most 200 files in the archive's order, and ``archive_more`` says how many there are beyond them.
    """

    place: Place | None = None
    excerpt: SourceExcerpt | None = None
    timeline: tuple[TimelineEntry, ...] = ()
    differences: tuple[TreeChange, ...] = ()
    archive: tuple[ArchivedEntry, ...] = ()
    archive_more: int = 0


class CaseResult(msgspec.Struct, frozen=True, kw_only=True):
    """One judged case. ``id`` is stable over runs (``RST-001[typical]``); ``replay`` runs exactly this case again.

    ``waiver``: what the team said of a failure that it accepts, or of one that it does not accept any more.
    ``taken_over``: the case did not run, for nothing that it depends on has changed since it last did.
    """

    id: str
    outcome: Outcome
    reason: str = ""
    replay: str = ""
    parameters: dict[str, str] = {}
    evidence: Evidence = Evidence()
    not_emulated: tuple[str, ...] = ()
    duration_ms: int = 0
    waiver: str = ""
    taken_over: bool = False


class RequirementResult(msgspec.Struct, frozen=True, kw_only=True):
    """All cases of one requirement; ``outcome`` and ``reason`` are those of its worst case.

    ``rationale``, ``source`` and ``since`` are the catalogue's, so that a report needs nothing but the results.
    """

    id: str
    level: Level
    title: str
    outcome: Outcome
    reason: str
    cases: tuple[CaseResult, ...]
    family: str
    mend: str = ""
    rationale: str = ""
    source: str = ""
    since: int = 10


class Tool(msgspec.Struct, frozen=True, kw_only=True):
    """``documentation``: where the site with the requirements' pages is, without a slash at the end; empty where nobody
    has said so."""

    name: str
    version: str
    documentation: str = ""

    def page_of(self, requirement: str) -> str:
        """The address of a requirement's page, empty where it is not known."""
        return f"{self.documentation}/requirements/{requirement}.html" if self.documentation else ""


class SubjectInfo(msgspec.Struct, frozen=True, kw_only=True):
    """The app that was checked. ``path`` as the user gave it; ``source`` is the extension's file, relative to the app.
    ``root`` is the folder that all positions are relative to, as seen from where the command was started.

    ``includes`` and ``excludes`` as the framework reads them from the configuration; ``callbacks`` are those that the
    app's own code answered in this run.
    """

    path: str
    bundle_name: str
    version_code: int
    version_name: str
    extension: str
    source: str = ""
    root: str = ""
    modules: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    full_backup_only: bool = False
    callbacks: tuple[str, ...] = ()


class DeviceInfo(msgspec.Struct, frozen=True, kw_only=True):
    profile: str


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """How many requirements ended how."""

    passed: int = msgspec.field(name="pass", default=0)
    fail: int = 0
    warn: int = 0
    not_applicable: int = 0
    inconclusive: int = 0
    waived: int = 0


ApiState = Literal["emulated", "not-emulated", "unknown"]


class TouchedApi(msgspec.Struct, frozen=True, kw_only=True):
    """A member of a system module that the app's sources name or a run used; ``member`` is empty for the module as a
    whole, ``default`` for a module that is one class or function.

    ``state``: ``unknown`` when the SDK has no such module or member. ``since`` and ``deprecated`` are API versions, 0
    when there is none. ``forbidden``: the platform's reference says that backup extensions may not refer to the
    module. ``system_api``: for system apps only. ``newer_than_app``: it came after the API version that the app says
    it is compatible with. ``place`` is the first one in the sources.
    """

    module: str
    state: ApiState
    member: str = ""
    since: int = 0
    deprecated: int = 0
    forbidden: bool = False
    system_api: bool = False
    newer_than_app: bool = False
    place: Place | None = None

    @property
    def name(self) -> str:
        """``@ohos.file.fs.openSync``; the module alone when that is meant."""
        return f"{self.module}.{self.member}" if self.member not in ("", "default") else self.module


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """Something worth knowing that no requirement judges, such as an import that leads nowhere and is never needed."""

    message: str
    place: Place | None = None


class CoveredLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of code of the app: its number from 1, and whether any case ran it."""

    line: int
    ran: bool


class CoveredFile(msgspec.Struct, frozen=True, kw_only=True):
    """Which lines of one of the app's source files ran; lines without code are not listed. ``text`` is the file."""

    file: str
    text: str
    lines: tuple[CoveredLine, ...]


class Environment(msgspec.Struct, frozen=True, kw_only=True):
    """What judged: versions of what runs the app, and SHA-256 digests, in hexadecimal, of what it judged and by what.

    ``sources`` are the files of the app that a verdict can depend on, ``catalogue`` the requirements and their checks.
    """

    platform: str = ""
    python: str = ""
    node: str = ""
    compiler: str = ""
    sources: str = ""
    catalogue: str = ""


class StandIn(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the team that answered for something not emulated; verdicts rest on what it answered."""

    name: str
    place: Place


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """What the verdict of a run rests on: requirements up to ``level``, and which outcomes break conformance.

    ``fail`` always does. ``warn``: a missed SHOULD or MAY does, and one that cannot be judged leaves the verdict open
    as a MUST does. ``inconclusive``: what would leave it open breaks it. ``waived``: an accepted failure does.
    """

    level: Level = "MAY"
    fail_on: tuple[FailOn, ...] = ("fail",)


class Shards(msgspec.Struct, frozen=True, kw_only=True):
    """Of a run that was split over machines into ``count`` shards, which of them these results hold, from 1.

    ``cases`` is the number of cases of all shards together.
    """

    count: int
    present: tuple[int, ...]
    cases: int

    @property
    def missing(self) -> tuple[int, ...]:
        return tuple(index for index in range(1, self.count + 1) if index not in self.present)


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """A whole run. ``started_at`` is ISO 8601 in UTC; ``duration_ms`` is real time."""

    schema: Literal["ohos-backup-results/1"] = SCHEMA
    tool: Tool
    subject: SubjectInfo
    device: DeviceInfo
    verdict: Verdict
    summary: Summary
    not_emulated: tuple[str, ...]
    requirements: tuple[RequirementResult, ...]
    touched: tuple[TouchedApi, ...] = ()
    """What of the system's modules the app's own code can reach or used in this run."""
    findings: tuple[Finding, ...] = ()
    stand_ins: tuple[StandIn, ...] = ()
    coverage: tuple[CoveredFile, ...] = ()
    """The app's own files that its extension loads; empty when coverage was not asked for."""
    environment: Environment = Environment()
    unused_waivers: tuple[Finding, ...] = ()
    """Waivers that covered no case of this run which could be judged; they should go."""
    policy: Policy = Policy()
    shards: Shards | None = None
    """None for a run that was not split."""
    seed: int = 0
    complete: bool = True
    """False when the run was interrupted or narrowed to some cases, or the app is a package whose code cannot run here:
    then the verdict speaks of what was judged only."""
    incomplete_because: str = ""
    started_at: str = ""
    duration_ms: int = 0
