"""Labels, steps and attachments for Allure, when allure-pytest is writing results."""

# allure-pytest is only partly typed.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from ...reports.model import CaseResult

SEVERITY = {"MUST": "critical", "SHOULD": "normal", "MAY": "minor"}


def label_case(item: pytest.Item, record: CaseResult) -> None:
    """Feature is the family, story the requirement, severity comes from the level; steps are the timeline."""
    if not item.config.getoption("allure_report_dir", None):
        return
    import allure
    import msgspec

    from ..catalogue import requirement
    from .collecting import REQUIREMENT

    demanded = requirement(item.stash[REQUIREMENT])
    allure.dynamic.feature(demanded.family)
    allure.dynamic.story(demanded.id)
    allure.dynamic.title(f"{record.id} {demanded.title}")
    allure.dynamic.severity(SEVERITY[demanded.level])
    allure.dynamic.description(f"{demanded.rationale}\n\nHow to mend: {demanded.mend}")
    for entry in record.evidence.timeline:
        with allure.step(f"{entry.time_ms} ms {entry.lane}: {entry.text}"):
            pass
    for name, part in (("timeline", record.evidence.timeline), ("differences", record.evidence.differences)):
        if part:
            text = msgspec.json.format(msgspec.json.encode(part), indent=2).decode()
            allure.attach(text, name=name, attachment_type=allure.attachment_type.JSON)
