"""Allure's own format of a test result (allure-python: allure_commons.model2), as far as it is used here."""

from __future__ import annotations

from typing import Literal

import msgspec

Status = Literal["passed", "failed", "broken", "skipped"]


class StatusDetails(msgspec.Struct, kw_only=True, omit_defaults=True):
    message: str = ""
    trace: str = ""
    known: bool = False


class Step(msgspec.Struct, kw_only=True, omit_defaults=True, rename="camel"):
    """Times are milliseconds since 1970."""

    name: str
    status: Status
    start: int
    stop: int
    status_details: StatusDetails | None = None
    steps: list[Step] = []


class Label(msgspec.Struct, frozen=True):
    name: str
    value: str


class Link(msgspec.Struct, frozen=True):
    type: str
    url: str
    name: str


class Parameter(msgspec.Struct, frozen=True, omit_defaults=True):
    """``excluded``: it does not count for the history."""

    name: str
    value: str
    excluded: bool = False


class Attachment(msgspec.Struct, frozen=True):
    """``source`` is the name of a file beside the result."""

    name: str
    source: str
    type: str


class TestResult(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """Times are milliseconds since 1970."""

    uuid: str
    name: str
    full_name: str
    title_path: list[str]
    test_case_id: str
    history_id: str
    status: Status
    start: int
    stop: int
    stage: str = ""
    description: str = ""
    status_details: StatusDetails | None = None
    labels: list[Label] = []
    links: list[Link] = []
    parameters: list[Parameter] = []
    steps: list[Step] = []
    attachments: list[Attachment] = []
