"""Everything that Allure reads of one run: the cases, the environment, and the categories in this tool's own words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from ..model import Outcome, Results
from .test_case import WORDS, allure_case, run_of

CATEGORIES: tuple[tuple[str, Outcome, tuple[str, ...]], ...] = (
    ("Does not conform", "fail", ("failed",)),
    ("Warnings (SHOULD)", "warn", ("passed", "failed")),
    ("Inconclusive: could not be judged", "inconclusive", ("broken",)),
    ("Waived", "waived", ("skipped",)),
    ("Not applicable", "not_applicable", ("skipped",)),
)


class AllureFile(NamedTuple):
    """``name`` in the folder of results."""

    name: str
    text: str


def allure_files(results: Results, pages: str = "") -> Iterator[AllureFile]:
    """The same files for the same results, whatever the number of processes.

    Results do not tell when each case ran, so they are placed one after the other, in the order of the catalogue.
    ``pages``: see AllureRun.
    """
    run = run_of(results, pages)
    now = run.started_ms
    for requirement in results.requirements:
        for case in requirement.cases:
            made = allure_case(run, requirement, case, now)
            now += case.duration_ms
            for name, text in made.attachments.items():
                yield AllureFile(name, text)
            yield AllureFile(f"{made.result.uuid}-result.json", msgspec.json.encode(made.result).decode())
    yield AllureFile("environment.properties", environment(results))
    yield AllureFile("categories.json", categories())


def environment(results: Results) -> str:
    """environment.properties: what was checked, on what, by what."""
    subject, around = results.subject, results.environment
    facts = {
        "app": f"{subject.bundle_name} {subject.version_name} ({subject.version_code})",
        "extension": subject.extension,
        "device": results.device.profile,
        "seed": str(results.seed),
        "tool": f"{results.tool.name} {results.tool.version}",
        "verdict": results.verdict,
        "complete": "yes" if results.complete else f"no: {results.incomplete_because}",
        "platform": around.platform,
        "python": around.python,
        "node": around.node,
        "compiler": around.compiler,
        "sources": around.sources,
        "catalogue": around.catalogue,
    }
    return "".join(f"{name}={_property(value)}\n" for name, value in facts.items() if value)


def categories() -> str:
    """categories.json, the same for every run; expressions that Java (Allure 2) and JavaScript (Allure 3) both know."""
    return json.dumps(
        [
            {"name": name, "matchedStatuses": statuses, "messageRegex": rf"^{WORDS[outcome].strip()}[\s\S]*$"}
            for name, outcome, statuses in CATEGORIES
        ],
        indent=2,
    )


def _property(value: str) -> str:
    """Java's properties: a backslash and what is not Latin-1 are escaped, a line end would end the value."""
    flat = " ".join(value.split()).replace("\\", "\\\\")
    return "".join(c if " " <= c <= "~" else "".join(f"\\u{unit:04x}" for unit in _utf16(c)) for c in flat)


def _utf16(character: str) -> tuple[int, ...]:
    code = character.encode("utf-16-be", "surrogatepass")
    return tuple(int.from_bytes(code[at : at + 2], "big") for at in range(0, len(code), 2))
