"""RST-015: what works for one thing at a time works for all of them together."""

from __future__ import annotations

import pytest

from ..harness.data.data_set import DataSet
from ..harness.matrix.combinations import VERSIONS, Combination
from ..harness.scenarios.case import Case
from ..harness.scenarios.flows import FULL, Arrived, Flow, Sent, receive, send
from ..harness.scenarios.trial import Trial
from .steps import blamed, described, lost, plain_backup, plain_restore
from .test_faults import NEIGHBOUR, neighbours

EARLIER = b"older content of the same file\n"


def comes_back(case: Case, row: Combination) -> tuple[Sent, Arrived | None]:
    """What one row gives; None when nothing could be sent. To look at only."""
    return case.once(("row", row.flow.name, row.data_set, row.version, row.onto), lambda: _comes_back(case, row))


def _comes_back(case: Case, row: Combination) -> tuple[Sent, Arrived | None]:
    sent = sent_by(case, row.flow, row.data_set)
    if not sent.succeeded:
        return sent, None
    told = row.flow.version(VERSIONS[row.version], case.subject.application.version)
    as_usual = row.flow.user == FULL.user and row.flow.app_index == FULL.app_index and row.flow.kind == FULL.kind
    if as_usual and row.onto == "fresh":
        restored = plain_restore(case, sent.archives[0], version=told)
        return sent, Arrived(target=restored.trial, result=restored.result, tree=restored.tree)
    return sent, receive(case, row.flow, sent, version=VERSIONS[row.version], before=lambda t: prepare(t, sent, row))


def sent_by(case: Case, flow: Flow, data_set: DataSet) -> Sent:
    """The backups of ``flow``; those of a device's clone are made like any other."""
    if (flow.user, flow.app_index, flow.kind, flow.without_tar) != (FULL.user, FULL.app_index, FULL.kind, False):
        return send(case, flow, data_set)
    made = plain_backup(case, data_set)
    return Sent(source=made.trial, expected=made.expected, results=(made.result,))


def prepare(target: Trial, sent: Sent, row: Combination) -> None:
    if row.onto == "earlier-content":
        for path in sent.expected:
            target.write(path, EARLIER)
    elif row.onto == "other-files":
        for path, content in neighbours(sent.expected).items():
            target.write(path, content)


def is_whole(row: Combination, sent: Sent, arrived: Arrived | None) -> bool:
    if arrived is None or not arrived.result.succeeded or lost(sent.expected, arrived.tree):
        return False
    return not harmed(row, sent, arrived)


def harmed(row: Combination, sent: Sent, arrived: Arrived) -> tuple[str, ...]:
    """What lay on the device, unknown to the backup, and is not there any more as it was."""
    if row.onto != "other-files":
        return ()
    tree = arrived.tree
    return tuple(path for path in neighbours(sent.expected) if path not in tree or tree[path].content != NEIGHBOUR)


def alone(row: Combination) -> tuple[tuple[Combination, str], ...]:
    """The rows with a single thing of ``row`` out of the ordinary, and who judges each."""

    def only(*, flow: Flow = FULL, version: str = "equal", onto: str = "fresh") -> Combination:
        return Combination(flow=flow, data_set=row.data_set, version=version, onto=onto)  # pyright: ignore[reportArgumentType]

    return (
        (only(), "RST-001, RST-006 and BKP-005"),
        (only(flow=row.flow), "INC-001, CLN-001, CLN-004, RST-012, VER-008 and RST-009"),
        (only(version=row.version), "VER-001, VER-002, VER-003, VER-004 and VER-008"),
        (only(onto=row.onto), "RST-002"),
    )


def require_alone(case: Case, row: Combination) -> None:
    """Each thing out of the ordinary must work by itself; otherwise others judge it."""
    for single, judges in alone(row):
        if not is_whole(single, *comes_back(case, single)):
            if single.flow.kind == "incremental":
                # INC-001 does not count it when the app cannot take what the suite makes of the data.
                case.not_applicable(f"it fails already with nothing but {single}, which {judges} judge")
            case.not_applicable(f"it fails already with nothing but {single}: see {judges}")


@pytest.mark.requirement("RST-015")
def test_a_combination_works_when_each_part_of_it_does(case: Case, combination: Combination) -> None:
    sent, arrived = comes_back(case, combination)
    if sent.expected and is_whole(combination, sent, arrived):
        return
    # Only now does it matter whether the parts of it work.
    require_alone(case, combination)
    if not sent.expected:
        case.not_applicable("the data set puts nothing where the configuration looks")
    if arrived is None:
        case.not_applicable("the backup of this flow does not succeed: see INC-001 and CLN-001")
    if not arrived.result.succeeded:
        words, position = blamed(arrived.target, arrived.result)
        case.fail(f"together they end with {described(arrived.result)}{words}", position=position)
    case.require_same(sent.expected, lost(sent.expected, arrived.tree), "together they do not give the same files")
    gone = harmed(combination, sent, arrived)
    case.require(not gone, f"together they cost files that were on the device ({gone[0] if gone else ''})")
