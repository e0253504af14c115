"""RST-015: what works for one thing at a time works for all of them together."""

from __future__ import annotations

import pytest

from ..harness.case import Case
from ..harness.combinations import VERSIONS, Combination
from ..harness.flows import FULL, Arrived, Flow, Sent, receive, send
from ..harness.trial import Trial
from .steps import blamed, described, lost
from .test_faults import NEIGHBOUR, neighbours

EARLIER = b"older content of the same file\n"


def comes_back(case: Case, row: Combination) -> tuple[Sent, Arrived | None]:
    """What one row gives; None when nothing could be sent. To look at only."""
    return case.once(("row", row.flow.name, row.data_set, row.version, row.onto), lambda: _comes_back(case, row))


def _comes_back(case: Case, row: Combination) -> tuple[Sent, Arrived | None]:
    sent = send(case, row.flow, row.data_set)
    if not sent.succeeded:
        return sent, None
    return sent, receive(case, row.flow, sent, version=VERSIONS[row.version], before=lambda t: prepare(t, sent, row))


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
        (only(version=row.version), "VER-001 to VER-004"),
        (only(onto=row.onto), "RST-002"),
    )


@pytest.mark.requirement("RST-015")
def test_a_combination_works_when_each_part_of_it_does(case: Case, combination: Combination) -> None:
    for single, judges in alone(combination):
        if not is_whole(single, *comes_back(case, single)):
            case.not_applicable(f"it fails already with nothing but {single}: see {judges}")
    sent, arrived = comes_back(case, combination)
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
