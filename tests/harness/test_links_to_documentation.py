"""A team that has put the documentation somewhere gets links to it; nobody else is sent anywhere."""

from __future__ import annotations

import pytest
from ohos_backup.harness.this_tool import DOCUMENTATION, this_tool


def test_the_page_of_a_requirement_is_named_below_the_given_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DOCUMENTATION, "https://docs.example.org/backup/")

    assert this_tool().page_of("RST-001") == "https://docs.example.org/backup/requirements/RST-001.html"


def test_without_an_address_there_is_no_link(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(DOCUMENTATION, raising=False)

    assert this_tool().page_of("RST-001") == ""
