"""results.json: what it holds, that it is read back, that it is never half-written."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from ohos_backup.reports import results_file
from ohos_backup.reports.results_file import UnreadableResults, read_results, results_schema, to_json, write_atomically
from sample_results import every_outcome


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    write_atomically(path, to_json(every_outcome()))

    assert read_results(path) == every_outcome()


def test_the_documented_members_are_there() -> None:
    document = json.loads(to_json(every_outcome()))

    assert document["schema"] == "ohos-backup-results/1"
    assert set(document["summary"]) == {"pass", "fail", "warn", "not_applicable", "inconclusive", "waived"}
    assert {"path", "bundle_name", "version_code", "version_name", "extension"} <= set(document["subject"])
    assert {"id", "level", "title", "outcome", "reason", "cases"} <= set(document["requirements"][0])
    assert {"id", "outcome", "reason", "replay"} <= set(document["requirements"][0]["cases"][0])


def test_a_document_fits_the_schema_in_the_repository() -> None:
    schema = (Path(results_file.__file__).parent / "results.schema.json").read_text(encoding="utf-8")

    jsonschema.validate(json.loads(to_json(every_outcome())), json.loads(schema))
    assert schema == results_schema(), "regenerate it: python -m ohos_backup.reports.results_file"


def test_a_file_of_another_kind_is_refused_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text('{"schema": "something-else/9"}', encoding="utf-8")

    with pytest.raises(UnreadableResults, match=r"other\.json"):
        read_results(path)


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    write_atomically(path, "old")

    with pytest.raises(UnicodeEncodeError):
        write_atomically(path, "new \ud800")

    assert path.read_text(encoding="utf-8") == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["results.json"]
