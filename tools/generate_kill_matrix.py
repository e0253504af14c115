"""Checks every sample app and writes docs/kill-matrix.md: which requirement catches which planted fault.

    python tools/generate_kill_matrix.py [--processes N] [--output FILE] [--reuse DIR]

``--reuse`` keeps the results of each app in DIR and takes them from there while nothing has changed, byte for byte, in
the app or in the tool: a run that was cut goes on where it was, and a new app alone is checked alone.

The page names the state of the tool that its verdicts are of; ``--state`` prints the present one. All of them are of
one state: when the tool or an app changes while the apps are checked, nothing is written.

Exit code 1 when an app does not miss exactly what it is named for; the page is written all the same and marks it. Exit
code 2 when there is no page to be written.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import groupby
from pathlib import Path

from ohos_backup.emulator.errors import OhosBackupError
from ohos_backup.fixtures.catalogue_of_apps import FixtureApp, fault_apps, good_apps
from ohos_backup.harness.catalogue import Requirement, catalogue
from ohos_backup.harness.run.options import SuiteOptions
from ohos_backup.harness.run.suite_run import SuiteBroke, suite_results
from ohos_backup.reports.model import Outcome, Results
from ohos_backup.reports.results_file import read_results, to_json, write_atomically

ROOT = Path(__file__).parents[1]
OUTPUT = ROOT / "docs" / "kill-matrix.md"
JUDGES = ("conformance", "emulator", "harness", "reports")
"""The folders that a verdict depends on, besides the app's own."""
APPS_A_PROCESS = 20
STATE_SHOWN = 16
SIGNS: dict[Outcome, str] = {
    "pass": "·",
    "fail": "X",
    "warn": "x",
    "not_applicable": " ",
    "inconclusive": "?",
    "waived": "w",
}
MISSED = ("fail", "warn", "inconclusive")

Row = Mapping[str, Outcome]
"""One app: outcome by requirement."""


class SeveralStates(Exception):
    """The tool or an app is no longer what it was when the first app was checked."""


def checked(app: FixtureApp, state: str, reuse: Path | None = None) -> Row:
    """``state``: that of the tool, which a process that starts later may no longer find. Raises SeveralStates, and
    RuntimeError when there is no verdict."""
    if digest_of_judges() != state:
        raise SeveralStates("the tool")
    kept = reuse / f"{app.name}-{digest_of(app.path, state)[:16]}.json" if reuse else None
    if kept and kept.is_file():
        return outcomes(read_results(kept))
    try:
        results = suite_results(SuiteOptions(address=app.address))
    except (OhosBackupError, SuiteBroke) as error:
        raise RuntimeError(f"{app.address} cannot be checked: {error}") from error
    if kept:
        write_atomically(kept, to_json(results))
    return outcomes(results)


def outcomes(results: Results) -> Row:
    return {requirement.id: requirement.outcome for requirement in results.requirements}


def require_unchanged(state: str, apps: Sequence[FixtureApp], digests: Sequence[str]) -> None:
    """Raises SeveralStates unless the tool is in ``state`` and each of ``apps`` has its digest."""
    if state_of_the_tool() != state:
        raise SeveralStates("the tool")
    for app, digest in zip(apps, digests, strict=True):
        if digest_of(app.path) != digest:
            raise SeveralStates(app.name)


@cache
def digest_of_judges() -> str:
    """The state of the tool when this process first asked for it, which is before it judged anything."""
    return state_of_the_tool()


def state_of_the_tool() -> str:
    digest = ""
    for name in JUDGES:
        digest = digest_of(ROOT / name, digest)
    return digest


def digest_of(folder: Path, before: str = "") -> str:
    """Of the names and bytes of all files below ``folder``, and of ``before``."""
    made = hashlib.sha256(before.encode())
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        content = path.read_bytes()
        made.update(f"{path.relative_to(folder)}\0{len(content)}\0".encode() + content)
    return made.hexdigest()


def is_as_named(app: FixtureApp, row: Row) -> bool:
    """Whether it misses the one requirement in its name, or none when it is a good one."""
    expected = [app.requirement] if app.requirement else []
    return [name for name, outcome in row.items() if outcome in MISSED] == expected


def page(rows: Sequence[tuple[FixtureApp, Row]], requirements: Sequence[Requirement], state: str) -> str:
    wrong = [app.name for app, row in rows if not is_as_named(app, row)]
    faults = [app for app, _ in rows if app.requirement]
    caught = sum(1 for app, row in rows if app.requirement and is_as_named(app, row))
    parts = [
        "# Kill matrix",
        "Every sample app under every requirement. A good app misses none; an app with a planted fault misses exactly "
        "the requirement in its name. The apps are in `fixtures/apps`; `tox run -e kill-matrix` holds all of this.",
        "Written by `python tools/generate_kill_matrix.py`; run it again when a requirement or a sample app is added.",
        f"All verdicts are of one state of the tool, `{state[:STATE_SHOWN]}`; `python tools/generate_kill_matrix.py "
        "--state` prints that of yours.",
        f"{len(requirements)} requirements, {len(rows) - len(faults)} good apps, {len(faults)} planted faults: "
        f"{caught} caught by the requirement they are named for and by no other.",
    ]
    if wrong:
        parts.append("**Not as named:** " + ", ".join(f"`{name}`" for name in wrong))
    parts.append("## By requirement")
    parts.append("\n".join(_table(rows, requirements)))
    parts.append("## By app")
    parts.append(
        "`X` a MUST is missed, `x` a SHOULD or MAY is missed, `·` met, blank: does not apply to the app, `?` cannot be "
        "judged."
    )
    parts.append("\n".join(["```text", *_grid(rows, requirements), "```"]))
    return "\n\n".join(parts) + "\n"


def _table(rows: Sequence[tuple[FixtureApp, Row]], requirements: Sequence[Requirement]) -> Iterator[str]:
    good = sum(1 for app, _ in rows if app.requirement is None)
    yield "| requirement | level | planted faults that it catches | met by good apps |"
    yield "|---|---|---|---|"
    for requirement in requirements:
        catches = [
            app.name.removeprefix(f"{requirement.id}-")
            for app, row in rows
            if app.requirement == requirement.id and is_as_named(app, row)
        ]
        met = sum(1 for app, row in rows if app.requirement is None and row.get(requirement.id) == "pass")
        faults = ", ".join(catches) or "**none**"
        yield f"| {requirement.id} {requirement.title} | {requirement.level} | {faults} | {met} of {good} |"


def _grid(rows: Sequence[tuple[FixtureApp, Row]], requirements: Sequence[Requirement]) -> Iterator[str]:
    width = max(len(app.name) for app, _ in rows) + 2
    ids = [requirement.id for requirement in requirements]
    families = [list(members) for _, members in groupby(ids, key=lambda identifier: identifier.partition("-")[0])]

    def line(name: str, cells: Mapping[str, str]) -> str:
        groups = ("".join(cells[identifier] for identifier in family).ljust(3) for family in families)
        return f"{name.ljust(width)}{' '.join(groups)}".rstrip()

    names = (family[0].partition("-")[0].ljust(max(3, len(family))) for family in families)
    yield f"{' ' * width}{' '.join(names)}".rstrip()
    for digit in range(3):
        yield line("", {identifier: identifier.partition("-")[2][digit] for identifier in ids})
    for good, members in groupby(rows, key=lambda pair: pair[0].requirement is None):
        yield ""
        yield "good apps" if good else "planted faults"
        for app, row in members:
            yield line(app.name, {identifier: SIGNS[row.get(identifier, "not_applicable")] for identifier in ids})


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--processes", type=int, default=2, metavar="N")
    parser.add_argument("--output", type=Path, default=OUTPUT, metavar="FILE")
    parser.add_argument("--reuse", type=Path, metavar="DIR", help="keep results here, and take over what still holds")
    parser.add_argument("--state", action="store_true", help="print the digest of what judges, and end")
    given = parser.parse_args()
    state = state_of_the_tool()
    if given.state:
        print(state[:STATE_SHOWN])
        return 0
    if given.reuse:
        given.reuse.mkdir(parents=True, exist_ok=True)
    apps = (*good_apps(), *fault_apps())
    digests = [digest_of(app.path) for app in apps]
    rows: list[tuple[FixtureApp, Row]] = []
    context = multiprocessing.get_context("spawn")
    try:
        with context.Pool(given.processes, maxtasksperchild=APPS_A_PROCESS) as pool:
            for app, row in zip(apps, pool.imap(partial(checked, state=state, reuse=given.reuse), apps), strict=True):
                rows.append((app, row))
                sign = "ok " if is_as_named(app, row) else "BAD"
                print(f"{len(rows)}/{len(apps)} {sign} {app.name}", file=sys.stderr)
        require_unchanged(state, apps, digests)
    except SeveralStates as changed:
        print(
            f"{changed} has changed while the apps were checked, so no page is written: run it again", file=sys.stderr
        )
        return 2
    given.output.write_text(page(rows, tuple(catalogue().values()), state), encoding="utf-8")
    return 0 if all(is_as_named(app, row) for app, row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
