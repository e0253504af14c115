"""Plants faults into apps that are known to be good and tells which of them the suite catches.

    python tools/mutate.py [APP …] [--operator NAME …] [--sample N --seed S] [--good] [--every] [--list]
                           [--record FILE [--recorded]] [--page FILE]

APP is the folder of a stage-model project; without any, the good sample apps are taken. Each mutant runs until the
first MUST that it misses, or with --every through all of them. Verdicts in the --record of an earlier run are taken
over, so an interrupted run goes on and a page is written anew without running; they hold for the suite of then.

Exit code 1 when a mutant survives that nobody has examined (tools/mutation/survivors.toml), 2 when an app is not good
to begin with, 3 when the suite itself broke.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
from collections import Counter
from pathlib import Path

from mutation.mutants import Discarded, Mutant, mutants_of, spread
from mutation.operators import OPERATORS
from mutation.page import page
from mutation.record import Record
from mutation.survivors import examined_survivors
from mutation.tally import Tally, lines
from mutation.trial import Judged, judge
from ohos_backup.emulator.runtime.arkts.compiler import ArkTSCompiler
from ohos_backup.fixtures.catalogue_of_apps import PYTHON_MODEL, good_apps

MUTANTS_A_PROCESS = 40
"""After that many a fresh process takes over, so that nothing adds up."""


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("apps", nargs="*", type=Path, metavar="APP")
    parser.add_argument("--operator", action="append", choices=sorted(OPERATORS), metavar="NAME", default=[])
    parser.add_argument("--sample", type=int, metavar="N", help="only N mutants, spread over the operators")
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    parser.add_argument("--good", action="store_true", help="take the apps to be good and do not check them first")
    parser.add_argument("--every", action="store_true", help="find every requirement that a mutant misses")
    parser.add_argument("--list", action="store_true", help="print the mutants and run none")
    parser.add_argument("--processes", type=int, default=2, metavar="N")
    parser.add_argument("--record", type=Path, metavar="FILE", help="keep verdicts there, and take those it has")
    parser.add_argument("--recorded", action="store_true", help="run none, tell of those that the record has")
    parser.add_argument("--page", type=Path, metavar="FILE", help="write the result as a page, too")
    return parser.parse_args()


def sample_apps() -> list[Path]:
    return [app.path for app in good_apps() if not (app.path / PYTHON_MODEL).is_file()]


def chosen(given: argparse.Namespace) -> tuple[list[Mutant], int, Counter[tuple[str, Discarded]]]:
    """The mutants to be judged, how many there are without a sample, and what was discarded."""
    operators = [OPERATORS[name] for name in given.operator or OPERATORS]
    mutants: list[Mutant] = []
    discarded: Counter[tuple[str, Discarded]] = Counter()
    with ArkTSCompiler() as compiler:
        for app in given.apps or sample_apps():
            made = mutants_of(app.resolve(), operators, compiler)
            mutants += made.mutants
            discarded.update(made.discarded)
    if given.sample is None:
        return mutants, len(mutants), discarded
    order = random.Random(given.seed).sample(range(len(mutants)), len(mutants))
    return list(spread(mutants, order))[: given.sample], len(mutants), discarded


def command() -> str:
    """How this run was started, for the page."""
    return " ".join(["python", "tools/mutate.py", *sys.argv[1:]])


def one_app(path: Path) -> Judged:
    return judge(path)


def one_mutant(task: tuple[Mutant, bool]) -> Judged:
    mutant, every = task
    return judge(mutant.path, mutant, every=every)


def main() -> int:
    given = options()
    mutants, made, discarded = chosen(given)
    if given.list:
        print(*mutants, sep="\n")
        return 0
    record = Record(given.record)
    if given.recorded:
        mutants = [mutant for mutant in mutants if mutant in record]
    waiting = [mutant for mutant in mutants if mutant not in record]
    context = multiprocessing.get_context("spawn")
    with context.Pool(given.processes, maxtasksperchild=MUTANTS_A_PROCESS) as pool:
        apps = [] if given.good else sorted({mutant.path for mutant in waiting})
        for app, found in zip(apps, pool.imap(one_app, apps), strict=True):
            if found.fate != "survived":
                print(f"{app} is not good without any mutation: {found.fate} {found.requirements} {found.reason}")
                return 2
        tasks = [(mutant, given.every) for mutant in waiting]
        for number, (mutant, found) in enumerate(zip(waiting, pool.imap(one_mutant, tasks), strict=True), 1):
            record.keep(mutant, found)
            missed = ",".join(found.requirements)
            print(f"{number}/{len(waiting)} {found.fate:10} {missed:8} {mutant}", file=sys.stderr)
    mutants.sort(key=lambda mutant: (mutant.app, mutant.file, mutant.line, mutant.column, mutant.operator))
    judged = [record[mutant] for mutant in mutants]
    tally = Tally(list(zip(mutants, judged, strict=True)), discarded, examined_survivors(), made)
    print(*lines(tally), sep="\n")
    if given.page:
        given.page.write_text(page(tally, command()), encoding="utf-8")
    if tally.fated("suite broke"):
        return 3
    return 1 if tally.survivors(None) else 0


if __name__ == "__main__":
    sys.exit(main())
