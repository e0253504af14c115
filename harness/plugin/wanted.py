"""Which cases ``--case`` means: one case, all of a requirement, all of a family; upper and lower case do not matter."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ...emulator.errors import OhosBackupError
from ..naming import mend_for_case


class UnknownCase(OhosBackupError):
    code = "E-CASE"


def matches(case_id: str, wanted: str) -> bool:
    """Whether ``wanted`` (``RST-001[typical]``, ``rst-001``, ``RST``) names the case ``RST-001[typical]``."""
    requirement = case_id.partition("[")[0]
    family = requirement.partition("-")[0]
    return wanted.upper() in (case_id.upper(), requirement, family)


def require_known(wanted: Iterable[str], known: Collection[str]) -> None:
    """Raise UnknownCase for the first of ``wanted`` that names none of the case ids ``known``, with what is meant."""
    for name in wanted:
        if any(matches(case_id, name) for case_id in known):
            continue
        raise UnknownCase(f"no case is called '{name}'", mend=mend_for_case(name, known))
