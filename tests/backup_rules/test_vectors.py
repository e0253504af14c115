"""The emulator's file rules answer every recorded question as the real framework did."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ohos_backup.harness.vectors import KINDS, replay_vectors

VECTORS = Path(__file__).resolve().parents[2] / "fixtures" / "vectors"

ROWS = {
    "config": 532,
    "match": 175,
    "hash": 93,
    "tar": 123,
    "scan": 356,
    "manage": 283,
    "untar": 548,
    "full": 53,
    "restore": 146,
    "report": 127,
    "onbackupex": 83,
    "compare": 154,
}

EXPECTED_TO_DIFFER: dict[str, str] = {}
"""Row id -> the reason why the emulator answers otherwise. Empty: nothing differs."""


@pytest.mark.parametrize("kind", ROWS)
def test_every_recorded_row_is_answered_alike(kind: str) -> None:
    [outcome] = replay_vectors(VECTORS, (kind,))
    unexpected = [difference for difference in outcome.differences if difference.row not in EXPECTED_TO_DIFFER]
    assert unexpected == []
    assert set(outcome.differing) == {row for row in EXPECTED_TO_DIFFER if row.startswith(kind)}
    assert outcome.agreed + len(outcome.differing) == ROWS[kind]


def test_every_kind_of_row_has_its_replay() -> None:
    assert set(KINDS) == set(ROWS) == {path.stem for path in VECTORS.glob("*.jsonl")}


def test_a_wrong_answer_is_found_and_placed(tmp_path: Path) -> None:
    row = json.loads((VECTORS / "hash.jsonl").read_text().splitlines()[0])
    row["out"]["GenHashName"] = "0" * 16
    (tmp_path / "hash.jsonl").write_text(json.dumps(row) + "\n")
    [outcome] = replay_vectors(tmp_path, ("hash",))
    assert outcome.differing == (row["id"],)
    assert outcome.differences[0].place == ".GenHashName"
    assert outcome.differences[0].recorded == f'"{"0" * 16}"'
