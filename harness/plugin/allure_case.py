"""Makes what allure-pytest writes of a case say the same as the Allure results of ``ohos-backup check``."""

# allure-pytest is only partly typed.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportOptionalMemberAccess=false, reportAttributeAccessIssue=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import allure_commons
import msgspec
import pytest

from ...reports.allure import AllureRun, allure_case
from ..judging.assembly import requirement_result, subject_info
from ..naming import requirement
from ..results.allure_folder import requirement_pages
from ..this_tool import DISTRIBUTION
from .collecting import REQUIREMENT
from .options import SETTINGS

if TYPE_CHECKING:
    from ...reports.model import CaseResult

_REPLACED = (
    *("name", "fullName", "titlePath", "testCaseId", "historyId", "status", "statusDetails", "description"),
    *("links", "parameters", "steps", "attachments"),
)
_WHERE_IT_RAN = ("host", "thread")


def say_as_results_do(item: pytest.Item, record: CaseResult) -> None:
    """Replace names, labels, parameters, status and evidence in allure-pytest's result of ``item``."""
    listener = item.config.pluginmanager.get_plugin("allure_listener")
    told = listener.allure_logger.get_test(None)
    settings = item.config.stash[SETTINGS]
    run = AllureRun(
        subject=subject_info(settings.subject),
        device=settings.profile.name,
        tool=DISTRIBUTION,
        warnings_fail="warn" in settings.policy.fail_on,
        pages=requirement_pages(),
    )
    demanded = requirement_result(requirement(item.stash[REQUIREMENT]), [record])
    made = allure_case(run, demanded, record, told.start)
    said: dict[str, Any] = msgspec.to_builtins(made.result)
    where = [{"name": label.name, "value": label.value} for label in told.labels if label.name in _WHERE_IT_RAN]
    # Fields that are left out here are empty; allure-pytest would show its own words in them.
    for name in _REPLACED:
        setattr(told, name, said.get(name))
    told.labels = [*said["labels"], *where]
    for name, text in made.attachments.items():
        allure_commons.plugin_manager.hook.report_attached_data(body=text, file_name=name)
