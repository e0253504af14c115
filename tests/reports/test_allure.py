"""Allure's files of one run: statuses, identity, steps, properties."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from ohos_backup.reports.allure import allure_files, environment
from ohos_backup.reports.allure.steps import steps
from ohos_backup.reports.model import Environment, Place, Policy, Results, TimelineEntry
from ohos_backup.reports.verdict import verdict_of
from sample_results import every_outcome, requirement


def told(results: Results) -> dict[str, Any]:
    """Each case by its id, as its file says."""
    files = [json.loads(file.text) for file in allure_files(results) if file.name.endswith("-result.json")]
    return {case["name"].split()[0]: case for case in files}


def test_the_files_are_the_same_for_the_same_results() -> None:
    assert list(allure_files(every_outcome())) == list(allure_files(every_outcome()))


def test_a_case_is_the_same_case_in_a_later_run_and_another_one_on_another_device() -> None:
    first = every_outcome()
    later = msgspec.structs.replace(first, started_at="2026-02-02T00:00:00Z", seed=7)
    elsewhere = msgspec.structs.replace(first, device=msgspec.structs.replace(first.device, profile="api20"))

    identities = [
        {name: (case["historyId"], case["testCaseId"]) for name, case in told(run).items()}
        for run in (first, later, elsewhere)
    ]

    assert identities[0] == identities[1]
    assert all(identities[0][name][0] != identity[0] for name, identity in identities[2].items())
    assert all(identities[0][name][1] == identity[1] for name, identity in identities[2].items())


def test_what_breaks_the_verdict_of_a_strict_run_is_failed() -> None:
    missed = (requirement("RST-002", "SHOULD", "warn"), requirement("CFG-001", "MUST", "pass"))
    lenient = msgspec.structs.replace(
        every_outcome(), requirements=missed, verdict=verdict_of(missed), summary=type(every_outcome().summary)(warn=1)
    )
    policy = Policy(fail_on=("fail", "warn"))
    strict = msgspec.structs.replace(lenient, policy=policy, verdict=verdict_of(missed, policy))

    assert told(lenient)["RST-002[typical]"]["status"] == "passed"
    assert told(strict)["RST-002[typical]"]["status"] == "failed"


def test_every_message_says_in_our_words_what_became_of_the_case() -> None:
    details = {name: case.get("statusDetails", {}) for name, case in told(every_outcome()).items()}
    words = {name: detail.get("message", "").partition(":")[0] for name, detail in details.items()}

    assert words == {
        "CFG-001[typical]": "",
        "RST-001[typical]": "does not conform",
        "RST-002[typical]": "warning",
        "RST-003[typical]": "inconclusive",
        "RST-006[typical]": "not applicable",
        "RST-009[typical]": "waived",
    }
    assert details["RST-009[typical]"]["known"] is True


def test_parameters_in_words_do_not_count_for_the_history() -> None:
    parameters = {p["name"]: p.get("excluded", False) for p in told(every_outcome())["RST-001[typical]"]["parameters"]}

    assert parameters == {"case": False, "device": False, "data_set": True}


def entry(time_ms: int, lane: str, text: str, place: Place | None = None) -> TimelineEntry:
    return TimelineEntry(time_ms=time_ms, lane=lane, text=text, place=place)


def outline(made: list[Any]) -> list[Any]:
    return [(step.name, step.status, step.stop - step.start, outline(step.steps)) for step in made]


def test_sessions_hold_callbacks_and_callbacks_hold_what_they_did() -> None:
    timeline = (
        entry(0, "framework", "clear /data"),
        entry(1, "framework", "extension started for backup"),
        entry(2, "callback", "onBackup()"),
        entry(3, "file", "write /data/a"),
        entry(4, "callback", "onProcess()"),
        entry(5, "callback", "onProcess returned string {}"),
        entry(9, "callback", "onBackup rejected error E", Place(file="A.ets", line=3)),
        entry(9, "framework", "extension ended: died of it"),
        entry(0, "framework", "extension started for restore"),
        entry(2, "problem", "uncaught timer: E"),
    )

    made = steps(timeline, 1000)

    assert outline(made) == [
        ("clear /data", "passed", 0, []),
        (
            "extension started for backup",
            "broken",
            8,
            [
                (
                    "onBackup()",
                    "broken",
                    7,
                    [("file: write /data/a", "passed", 0, []), ("onProcess()", "passed", 1, [])],
                ),
                ("extension ended: died of it", "passed", 0, []),
            ],
        ),
        ("extension started for restore", "passed", 2, [("problem: uncaught timer: E", "broken", 0, [])]),
    ]
    assert made[1].steps[0].status_details.message == "rejected error E (A.ets:3)"


def test_a_callback_whose_beginning_was_cut_off_is_told_by_its_end() -> None:
    (step,) = steps((entry(4, "callback", "onRestore threw error E"),), 0)

    assert (step.name, step.status) == ("onRestore threw error E", "broken")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("CPython 3.11", "CPython 3.11"),
        ("C:\\node", "C:\\\\node"),
        ("日记 😀", "\\u65e5\\u8bb0 \\ud83d\\ude00"),
        ("a\nb", "a b"),
    ],
)
def test_properties_are_written_as_java_reads_them(value: str, written: str) -> None:
    results = msgspec.structs.replace(every_outcome(), environment=Environment(platform=value))

    assert f"platform={written}\n" in environment(results)
