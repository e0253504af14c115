"""Shared steps: done once, evidence of every case that uses them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from ohos_backup.harness.scenarios.shared_steps import SharedSteps
from ohos_backup.harness.scenarios.verdicts import NotApplicable


def new_case() -> Any:
    return SimpleNamespace(trials=[])


def test_a_step_is_done_for_the_first_case_only() -> None:
    shared, done = SharedSteps(), list[str]()

    def step() -> str:
        done.append("step")
        return "archive"

    assert [shared.once(new_case(), "backup", step) for _ in range(3)] == ["archive"] * 3
    assert done == ["step"]


def test_another_key_is_another_step() -> None:
    shared = SharedSteps()
    assert shared.once(new_case(), "one", lambda: 1) == 1
    assert shared.once(new_case(), "two", lambda: 2) == 2


def test_the_devices_of_a_step_become_evidence_of_each_case_in_order() -> None:
    shared = SharedSteps()
    first, second = new_case(), new_case()
    first.trials.append("own device")
    shared.once(first, "backup", lambda: first.trials.append("shared device"))
    second.trials.append("another device")
    shared.once(second, "backup", lambda: pytest.fail("done twice"))
    assert first.trials == ["own device", "shared device"]
    assert second.trials == ["another device", "shared device"]


def test_a_step_within_a_step_brings_its_devices_once() -> None:
    shared = SharedSteps()
    first, second = new_case(), new_case()

    def outer() -> None:
        shared.once(first, "inner", lambda: first.trials.append("inner device"))
        first.trials.append("outer device")

    shared.once(first, "outer", outer)
    shared.once(second, "outer", outer)
    assert first.trials == second.trials == ["inner device", "outer device"]


def test_a_step_that_ends_its_case_ends_every_case_with_the_same_words() -> None:
    shared = SharedSteps()

    def step() -> None:
        raise NotApplicable("there is no backup to restore")

    for _ in range(2):
        with pytest.raises(NotApplicable, match="there is no backup to restore"):
            shared.once(new_case(), "backup", step)


def test_an_error_of_the_tool_is_not_kept() -> None:
    shared = SharedSteps()

    def broken() -> None:
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError):
        shared.once(new_case(), "backup", broken)
    assert shared.once(new_case(), "backup", lambda: "well") == "well"
