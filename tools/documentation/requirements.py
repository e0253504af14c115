"""One page a requirement, one a family, and one of all: from the catalogue, the suite's tests and the fault apps."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby

from ohos_backup.fixtures import FixtureApp, fault_apps
from ohos_backup.harness.catalogue import FAMILIES, Requirement, catalogue

from .checks import Check, checks_by_requirement
from .text import code, escaped, paragraphs, table

FOLDER = "requirements"
INDEX = f"{FOLDER}/index.md"

FAMILY_INTRODUCTIONS = {
    "CFG": "What the project declares: the backup extension in `module.json5`, and the backup profile that says which "
    "folders are taken. Nothing has to run for most of this, so these requirements are also judged in a built package.",
    "LIF": "How the extension behaves as a process: it is loaded, called, waited for and ended, each within limits.",
    "BKP": "What a backup has to take along, what it may not touch, and what it tells when something goes wrong.",
    "RST": "What a restore has to bring back: on a new phone, on one that holds data, after a fault, and again.",
    "VER": "Backups of other versions of the app, older or newer ones, and those of the previous system generation.",
    "INC": "Backups that carry only what has changed since the one before.",
    "CLN": "Clones of the app on one phone, and the kinds of transfer that the framework calls scenes.",
    "SEC": "What a hostile backup must not achieve, and what must not leak while data is on its way.",
}


def pages() -> dict[str, str]:
    """Markdown by the path of the page."""
    made = {INDEX: _index()}
    for family, members in families():
        made[f"{FOLDER}/{family}.md"] = _family(family, members)
        made.update({f"{FOLDER}/{each.id}.md": _page(each) for each in members})
    return made


def families() -> Iterator[tuple[str, list[Requirement]]]:
    for family, members in groupby(catalogue().values(), key=lambda each: each.id.partition("-")[0]):
        yield family, list(members)


def _index() -> str:
    levels = [each.level for each in catalogue().values()]
    return paragraphs(
        "# Requirements",
        f"{len(levels)} requirements: {levels.count('MUST')} MUST, {levels.count('SHOULD')} SHOULD, "
        f"{levels.count('MAY')} MAY. A missed MUST breaks conformance; a missed SHOULD is a warning, with `--strict` "
        "it breaks conformance, too; a missed MAY is for information.",
        "An id keeps its meaning once it is released. `ohos-backup explain RST-001` tells the same in the terminal, "
        "and `--case RST-001` checks one alone.",
        *(
            f"## [{FAMILIES[family]}]({family}.md)\n\n{FAMILY_INTRODUCTIONS[family]}\n\n{_list(members)}"
            for family, members in families()
        ),
    )


def _family(family: str, members: Iterable[Requirement]) -> str:
    return paragraphs(
        f"# {family} {FAMILIES[family]}",
        FAMILY_INTRODUCTIONS[family],
        f"`--case {family}` checks this family alone.",
        _list(members),
    )


def _list(members: Iterable[Requirement]) -> str:
    rows = ([f"[{each.id}]({each.id}.md)", each.level, escaped(each.title)] for each in members)
    return table(["id", "level", "requirement"], rows)


def _page(found: Requirement) -> str:
    family = found.id.partition("-")[0]
    return paragraphs(
        f"# {found.id} {escaped(found.title)}",
        f"**{found.level}** · [{found.family}]({family}.md) · since API {found.since}",
        "## Why",
        escaped(found.rationale),
        "## When it applies",
        f"{escaped(_capitalised(found.applies_when))}.",
        "## How to mend",
        escaped(found.mend),
        _example(found.example),
        "## Cases",
        _cases(found.id),
        f"`--case {found.id}` checks this requirement alone. "
        "[Reading a report](../reading-a-report.md) tells how to check a single case again.",
        "## How it is known to work",
        _faults(found.id),
        "## Source",
        f"{escaped(found.source)}.",
        "Files and functions are those of the framework's sources; notes are numbered like the rules in "
        "[How faithful the emulator is](../fidelity.md).",
    )


def _capitalised(text: str) -> str:
    """With a capital in front, unless the first word is a name such as fullBackupOnly."""
    first = text.split(maxsplit=1)[0]
    return text[0].upper() + text[1:] if first.isalpha() and first.islower() else text


def _example(example: str) -> str:
    if not example:
        return ""
    try:
        json.loads(example)
    except ValueError:
        language = "ts" if ";" in example else "json5"
    else:
        language = "json"
    return f"## Example\n\n```{language}\n{example.strip(chr(10))}\n```"


def _cases(identifier: str) -> str:
    checks = checks_by_requirement()[identifier]
    rows = [[escaped(check.sentence), _repeated(check), code(check.place)] for check in checks]
    return table(["what is tried", "cases", "where"], rows)


def _repeated(check: Check) -> str:
    if not check.repeated_over:
        return "one"
    return escaped("one for " + " and ".join(check.repeated_over))


def _faults(identifier: str) -> str:
    rows = [[code(app.name), _story(app)] for app in fault_apps() if app.requirement == identifier]
    return paragraphs(
        "Each of these sample apps has one fault planted, and has to miss this requirement and no other:",
        table(["sample app", "its fault"], rows),
    ).strip()


def _story(app: FixtureApp) -> str:
    """What the app's own README says of it."""
    return escaped((app.path / "README.md").read_text(encoding="utf-8"))
