"""A mistyped requirement, family or case is answered with the one that is meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ohos_backup.harness.catalogue import catalogue
from ohos_backup.harness.naming import (
    UnknownRequirement,
    mend_for_case,
    mend_for_family,
    requirement,
    requirement_meant,
)

CASES = ("RST-001[typical]", "RST-001[no-data]", "RST-001[two-notebooks]", "RST-002[typical]", "CFG-001")


@pytest.mark.parametrize(
    ("typed", "mend"),
    [
        ("RST-01", "Did you mean RST-001?"),
        ("rst001", "Did you mean RST-001?"),
        ("RST 001", "Did you mean RST-001?"),
        ("RST_001", "Did you mean RST-001?"),
        ("rst.1", "Did you mean RST-001?"),
        ("RST-0012", "Did you mean RST-012?"),
        ("RTS-001", "Did you mean RST-001?"),
        ("RS-1", "Did you mean RST-001?"),
        ("restore-3", "Did you mean RST-003?"),
        ("bundle version 4", "Did you mean VER-004?"),
        ("[LIF-002]", "Did you mean LIF-002?"),
        ("RST-099", "'ohos-backup list RST' shows the requirements of RST."),
        ("RST", "'ohos-backup list RST' shows the requirements of RST."),
        ("xyzzy", "'ohos-backup list' shows the requirements."),
        ("12", "'ohos-backup list' shows the requirements."),
        ("", "'ohos-backup list' shows the requirements."),
    ],
)
def test_a_requirement_is_named_as_it_is_written(typed: str, mend: str) -> None:
    with pytest.raises(UnknownRequirement) as caught:
        requirement(typed)

    assert caught.value.mend == mend


@pytest.mark.parametrize(
    ("typed", "mend"),
    [
        ("RST-001[typcal]", "Did you mean RST-001[typical]?"),
        ("rst-1[Typical]", "Did you mean RST-001[typical]?"),
        ("RST-001[zzzzzzzzzzzzzzzzzzz]", "Did you mean RST-001?"),
        ("RST-1", "Did you mean RST-001?"),
        ("RTS", "'ohos-backup list RST' shows the requirements of RST."),
    ],
)
def test_a_case_is_looked_for_among_those_of_its_requirement(typed: str, mend: str) -> None:
    assert mend_for_case(typed, CASES) == mend


@pytest.mark.parametrize(
    ("typed", "mend"),
    [
        ("RTS", "Did you mean RST?"),
        ("Restore", "Did you mean RST?"),
        ("RST-001", "'ohos-backup explain RST-001' tells of this requirement."),
        ("nothing", "Choose one of CFG, LIF, BKP, RST, VER, INC, CLN, SEC."),
    ],
)
def test_a_family_is_named_as_it_is_written(typed: str, mend: str) -> None:
    assert mend_for_family(typed) == mend


@given(typed=st.text(max_size=12))
def test_whatever_is_typed_a_suggestion_is_one_that_exists(typed: str) -> None:
    assert requirement_meant(typed) in {"", *catalogue()}


@given(identifier=st.sampled_from(sorted(catalogue())), separator=st.sampled_from(["", "-", " ", "_", "--", "–"]))
def test_separators_zeros_and_capitals_do_not_matter(identifier: str, separator: str) -> None:
    family, _, number = identifier.partition("-")

    assert requirement_meant(f"{family.lower()}{separator}{int(number)}") == identifier
