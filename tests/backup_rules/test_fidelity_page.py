"""docs/fidelity.md names only what exists, covers every rule, and lists the citations of today's docstrings."""

from __future__ import annotations

import importlib
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "fidelity.md").read_text(encoding="utf-8")
REFERENCES = sorted(set(re.findall(r"`((?:backup|stage|filesystem|modules|runtime)(?:\.\w+)+)(?::([\w.]+))?`", PAGE)))
CALLBACK_RULES = {
    "M": 5,
    "L": 9,
    "C": 10,
    "G": 5,
    "B": 14,
    "X": 12,
    "F": 6,
    "I": 5,
    "P": 9,
    "R": 7,
    "T": 7,
    "CL": 3,
    "S": 12,
    "V": 10,
    "W": 6,
    "GI": 4,
    "GC": 4,
    "J": 13,
}
"""How many rules the notes on callbacks have under each letter."""


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("list_citations", ROOT / "tools" / "list_citations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("module", "name"), REFERENCES, ids=[":".join(one) for one in REFERENCES])
def test_every_module_and_name_on_the_page_exists(module: str, name: str) -> None:
    found = importlib.import_module(f"ohos_backup.emulator.{module}")
    for part in name.split(".") if name else ():
        assert hasattr(found, part)
        found = getattr(found, part)


def test_every_test_file_on_the_page_exists() -> None:
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", PAGE))
    assert len(named) > 10
    assert {path for path in named if not (ROOT / path).is_file()} == set()


def test_every_vector_file_is_a_proof_and_no_other_is_named() -> None:
    there = {path.name for path in (ROOT / "fixtures" / "vectors").glob("*.jsonl")}
    assert set(re.findall(r"\b\w+\.jsonl", PAGE)) == there


def test_the_count_of_recorded_answers_is_true() -> None:
    count = sum(
        sum(bool(line.strip()) for line in path.read_bytes().split(b"\n"))
        for path in (ROOT / "fixtures" / "vectors").glob("*.jsonl")
    )
    assert f"counts {count:,} recorded answers" in PAGE


def covered() -> set[str]:
    """Every rule that a first column or the list of open points names."""
    rules: set[str] = set()
    for cell in [*re.findall(r"^\| ([^|]+) \|", PAGE, re.MULTILINE), *re.findall(r"^- ([\d–]+),", PAGE, re.MULTILINE)]:
        for letters, first, last in re.findall(r"\b([A-Z]*)(\d+)(?:–[A-Z]*(\d+))?", cell):
            rules |= {f"{letters}{number}" for number in range(int(first), int(last or first) + 1)}
    return rules


def test_every_rule_is_covered() -> None:
    wanted = {str(number) for number in range(1, 160)}
    wanted |= {f"{letters}{number}" for letters, most in CALLBACK_RULES.items() for number in range(1, most + 1)}
    assert wanted - covered() == set()


def test_the_citations_are_those_of_the_docstrings(tool: ModuleType) -> None:
    assert tool.with_table(PAGE, tool.table()) == PAGE, "run: python tools/list_citations.py --write"


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("See tar_file.cpp:Packet, AddFile.", [("tar_file.cpp", ("Packet", "AddFile"))]),
        ("services/src/{service,sub_service}.cpp.", [("service.cpp", ()), ("sub_service.cpp", ())]),
        ("a.cpp:One,\n    Two; b.h:Three", [("a.cpp", ("One", "Two")), ("b.h", ("Three",))]),
        ("api/@ohos.file.backup.d.ts", [("@ohos.file.backup.d.ts", ())]),
        ("nothing here.", []),
    ],
)
def test_citations_are_found(tool: ModuleType, text: str, cited: list[tuple[str, tuple[str, ...]]]) -> None:
    assert list(tool.citations(text)) == cited
