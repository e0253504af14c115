"""``ohos-backup replay-vectors``: what it counts, explains, refuses and ends with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ohos_backup.emulator.backup.restore.pax import UnpackingNeverEnds
from ohos_backup.emulator.errors import OhosBackupError
from ohos_backup.harness.cli.application import application
from ohos_backup.harness.vectors import KINDS, UnreadableVectors, compare_row, replay_vectors
from typer.testing import CliRunner, Result

VECTORS = Path(__file__).resolve().parents[2] / "fixtures" / "vectors"


def rows_of(kind: str, count: int) -> list[dict[str, Any]]:
    lines = (VECTORS / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines[:count]]


def write_rows(path: Path, rows: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(application, ["replay-vectors", *map(str, arguments)])


def test_rows_that_all_agree_end_with_zero(tmp_path: Path) -> None:
    write_rows(tmp_path / "hash.jsonl", rows_of("hash", 5))
    write_rows(tmp_path / "config.jsonl", rows_of("config", 7))
    result = run(tmp_path)
    assert result.exit_code == 0, result.output
    assert [line.split() for line in result.output.splitlines()] == [
        ["file", "agree", "differ"],
        ["config.jsonl", "7", "0"],
        ["hash.jsonl", "5", "0"],
        ["all", "12", "0"],
    ]


def test_a_difference_is_explained_with_its_line_and_ends_with_one(tmp_path: Path) -> None:
    rows = rows_of("hash", 3)
    rows[1]["out"]["GenHashName"] = "0" * 16
    rows[1]["note"] = "made up"
    write_rows(tmp_path / "hash.jsonl", rows)
    result = run(tmp_path, "--json", tmp_path / "out" / "replay.json")
    assert result.exit_code == 1
    for told in (f"hash.jsonl:2  {rows[1]['id']}", ".GenHashName", '"0000000000000000"', "made up"):
        assert told in result.output
    document = json.loads((tmp_path / "out" / "replay.json").read_text(encoding="utf-8"))
    assert (document["format"], document["version"]) == ("ohos-backup-replay", 1)
    [file] = document["files"]
    assert (file["agreed"], file["differing"], file["differences"][0]["line"]) == (2, [rows[1]["id"]], 2)


def test_only_the_first_differences_of_a_file_are_explained(tmp_path: Path) -> None:
    rows = rows_of("hash", 8)
    for row in rows:
        row["out"] = {}
    write_rows(tmp_path / "hash.jsonl", rows)
    result = run(tmp_path)
    assert result.output.count("recorded ") == 3
    assert "hash.jsonl: 5 more differ" in result.output


def test_a_kind_can_be_chosen(tmp_path: Path) -> None:
    write_rows(tmp_path / "hash.jsonl", rows_of("hash", 1))
    write_rows(tmp_path / "config.jsonl", rows_of("config", 1))
    (tmp_path / "unknown.jsonl").write_text("", encoding="utf-8")
    result = run(tmp_path, "--kind", "hash")
    assert result.exit_code == 0
    assert "config.jsonl" not in result.output


def test_more_files_of_a_known_kind_need_no_new_code(tmp_path: Path) -> None:
    write_rows(tmp_path / "hash-clone.jsonl", rows_of("hash", 2))
    write_rows(tmp_path / "hash.jsonl", rows_of("hash", 1))
    assert [(one.file, one.kind, one.agreed) for one in replay_vectors(tmp_path)] == [
        ("hash-clone.jsonl", "hash", 2),
        ("hash.jsonl", "hash", 1),
    ]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("hash.jsonl", b'{"id": "a", "in": {}, "out": {}}\n\n{"id": ', "hash.jsonl:3: the line is not JSON"),
        ("hash.jsonl", b"\xff\xfe\n", "hash.jsonl:1: the line is not JSON"),
        ("hash.jsonl", b"[" * 200_000, "hash.jsonl:1: the line is not JSON"),
        ("hash.jsonl", b"[]\n", "hash.jsonl:1: the line is no row"),
        ("hash.jsonl", b'{"id": "a", "in": {}}\n', "hash.jsonl:1: the line is no row"),
        ("weather.jsonl", b"{}\n", "nothing replays rows of the kind 'weather'"),
        ("hash.json", b"{}\n", "holds no .jsonl file"),
    ],
)
def test_a_folder_that_cannot_be_judged_is_refused(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableVectors) as refused:
        replay_vectors(tmp_path)
    assert told in str(refused.value)
    assert refused.value.mend


def test_a_folder_or_kind_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableVectors, match="nowhere is no folder"):
        replay_vectors(tmp_path / "nowhere")
    with pytest.raises(UnreadableVectors, match=r"config\.jsonl cannot be read"):
        replay_vectors(tmp_path, ("config",))


def test_a_row_that_makes_the_replay_fail_differs_with_its_text(tmp_path: Path) -> None:
    write_rows(tmp_path / "hash.jsonl", [{"id": "bad", "in": {"op": "name"}, "out": {}}, *rows_of("hash", 1)])
    result = run(tmp_path)
    assert result.exit_code == 1
    assert "KeyError: 'text'" in result.output
    assert "Traceback" not in result.output
    [outcome] = replay_vectors(tmp_path)
    assert (outcome.agreed, outcome.differing) == (1, ("bad",))


@pytest.mark.parametrize(
    ("out", "agrees"),
    [({"__signal__": 14}, True), ({"ret": 0, "__san__": "overflow"}, True), ({"ret": 0}, False), ([], False)],
)
def test_a_clear_error_agrees_only_where_the_real_code_has_no_answer(out: object, agrees: bool) -> None:
    def ends(_row: dict[str, Any]) -> dict[str, Any]:
        raise UnpackingNeverEnds("round and round")

    def breaks(_row: dict[str, Any]) -> dict[str, Any]:
        raise ZeroDivisionError("ours")

    row: dict[str, Any] = {"id": "r", "in": {}, "out": out}
    assert issubclass(UnpackingNeverEnds, OhosBackupError)
    assert (compare_row(ends, row) is None) is agrees
    difference = compare_row(breaks, row)
    assert difference is not None
    assert difference.emulated == "ZeroDivisionError: ours"


def test_our_own_vectors_are_the_default() -> None:
    result = run("--kind", "onbackupex")
    assert result.exit_code == 0, result.output
    assert "onbackupex.jsonl" in result.output
    assert {path.stem for path in VECTORS.glob("*.jsonl")} == set(KINDS)
