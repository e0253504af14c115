"""What backup_config.json must look like: strict JSON, known keys, right types, each problem with its place."""

from __future__ import annotations

import json
from difflib import get_close_matches

import msgspec

from ..emulator.backup.config import DEFAULT_INCLUDES
from ..emulator.source import SourcePosition
from ..emulator.stage.json5 import JsonKind, JsonValue, parse_json5
from ..harness.scenarios.case import Case

GATE = "allowToBackupRestore"

TYPES: dict[str, JsonKind] = {
    "includes": "array",
    "excludes": "array",
    "fullBackupOnly": "boolean",
    "restoreDeps": "string",
    "supportScene": "string",
    "extraInfo": "object",
    "requireCompatibility": "boolean",
    "backupScene": "string",
    "optionDir": "array",
    "compatibleDirMapping": "array",
}
"""Every key but the gate, and the type that its getter asks for (b_json_entity_extension_config.cpp)."""

ELEMENTS: dict[str, JsonKind] = {
    "includes": "string",
    "excludes": "string",
    "optionDir": "object",
    "compatibleDirMapping": "object",
}

IGNORED = {
    "includes": "the whole list is replaced by the 13 default folders",
    "excludes": "nothing is excluded",
}


class Problem(msgspec.Struct, frozen=True):
    message: str
    position: SourcePosition


def strictness_problem(text: str, file: str) -> Problem | None:
    """Why the bundle manager's strict reader refuses ``text``: comments and trailing commas break it on a device."""
    try:
        parsed: object = json.loads(text)
    except json.JSONDecodeError as error:
        return Problem(
            f"backup_config.json is not strict JSON ({error.msg}); a comment or a trailing comma is enough to "
            "make the device ignore it",
            SourcePosition(file, error.lineno, error.colno),
        )
    if not isinstance(parsed, dict):
        return Problem("backup_config.json must hold one JSON object", SourcePosition(file, 1, 1))
    return None


def readable_profile(case: Case) -> JsonValue:
    """The profile with positions; a case for CFG-002 alone when there is none or it cannot be read."""
    extension = case.subject.application.extension
    file = extension.profile_position.file if extension.profile_position else "backup_config.json"
    if not extension.profile_text or strictness_problem(extension.profile_text, file):
        case.not_applicable("the backup configuration cannot be read: see CFG-002")
    return parse_json5(extension.profile_text.encode("utf-8", "surrogateescape"), file)


def gate_problem(profile: JsonValue) -> Problem | None:
    """Anything but a literal true or false keeps the gate shut without a word."""
    value = profile.members.get(GATE)
    if value is None:
        near = misspelt_gate(profile)
        if near is not None:
            return Problem(
                f"'{near}' is not '{GATE}': the key is missing, so the app takes no part in backup",
                profile.members[near].key_position or profile.position,
            )
        return Problem(f"'{GATE}' is missing, so the app takes no part in backup", profile.position)
    if value.kind != "boolean":
        return Problem(
            f"'{GATE}' must be true, not {json.dumps(value.plain(), ensure_ascii=False)}: anything else shuts the gate",
            value.position,
        )
    return None


def misspelt_gate(profile: JsonValue) -> str | None:
    """The key that was probably meant to be the gate."""
    unknown = [key for key in profile.members if key not in TYPES and key != GATE]
    folded = {key.lower(): key for key in unknown}
    near = get_close_matches(GATE.lower(), folded, n=1, cutoff=0.8)
    return folded[near[0]] if near else None


def type_problems(profile: JsonValue) -> list[Problem]:
    """Values that the framework reads as if the key were not there."""
    problems: list[Problem] = []
    for key, kind in TYPES.items():
        value = profile.members.get(key)
        if value is None:
            continue
        if value.kind != kind:
            effect = IGNORED.get(key, "it is ignored")
            problems.append(Problem(f"'{key}' must be of type {kind}, not {value.kind}: {effect}", value.position))
            continue
        problems += [
            Problem(f"an element of '{key}' must be of type {ELEMENTS[key]}, not {item.kind}", item.position)
            for item in value.items
            if key in ELEMENTS and item.kind != ELEMENTS[key]
        ]
    return problems


def unknown_keys(profile: JsonValue) -> list[Problem]:
    """Keys that the framework never asks for, with the one that was probably meant."""
    gate = misspelt_gate(profile) if GATE not in profile.members else None
    problems: list[Problem] = []
    for key, value in profile.members.items():
        if key in TYPES or key in (GATE, gate):
            continue
        near = get_close_matches(key, [*TYPES, GATE], n=1, cutoff=0.6)
        meant = f"; did you mean '{near[0]}'?" if near else ""
        problems.append(Problem(f"'{key}' is no key of the configuration{meant}", value.key_position or value.position))
    return problems


class WrittenLists(msgspec.Struct, frozen=True):
    """What to take and what to leave, each text with its place: the configuration's own pair, or one of optionDir.

    ``includes`` is None when the file has none, so that the framework's default folders count.
    """

    includes: tuple[JsonValue, ...] | None
    excludes: tuple[JsonValue, ...]

    @property
    def include_texts(self) -> tuple[str, ...]:
        return DEFAULT_INCLUDES if self.includes is None else tuple(str(item.scalar) for item in self.includes)

    @property
    def exclude_texts(self) -> tuple[str, ...]:
        return tuple(str(item.scalar) for item in self.excludes)


def written_lists(case: Case) -> tuple[WrittenLists, ...]:
    """Every pair of lists in the profile; a case for CFG-004 alone when one of them has a wrong type."""
    profile = readable_profile(case)
    owners = [profile]
    options = profile.members.get("optionDir")
    owners += options.items if options else ()
    if any(problem_in_list(owner) for owner in owners):
        case.not_applicable("a list of paths has a wrong type: see CFG-004")
    found: list[WrittenLists] = []
    for owner in owners:
        includes, excludes = owner.members.get("includes"), owner.members.get("excludes")
        if owner is profile or includes or excludes:
            found.append(WrittenLists(includes.items if includes else None, excludes.items if excludes else ()))
    return tuple(found)


def problem_in_list(owner: JsonValue) -> bool:
    """Whether ``owner`` has includes or excludes that are no list of texts."""
    lists = [owner.members[key] for key in ("includes", "excludes") if key in owner.members]
    return any(value.kind != "array" or any(item.kind != "string" for item in value.items) for value in lists)
