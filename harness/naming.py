"""Requirements, families and cases as users name them: found, or answered with what is most likely meant."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from difflib import get_close_matches

from ..emulator.errors import OhosBackupError
from .catalogue import FAMILIES, Requirement, catalogue

_LETTERS_AND_NUMBER = re.compile(r"[\W_]*([A-Za-z][A-Za-z ]*?)[\W_]*(\d*)[\W_]*")
_SHORT = 4
"""Letters: whatever is longer is taken for a family's name in words."""
_NEAR, _NEAR_CASES = 0.5, 0.6
_MOST = 3


class UnknownRequirement(OhosBackupError):
    code = "E-REQUIREMENT"


def requirement(identifier: str) -> Requirement:
    """The record called ``identifier`` (any case). Raises UnknownRequirement with the one that is meant."""
    known = catalogue()
    wanted = identifier.upper()
    if wanted not in known:
        raise UnknownRequirement(f"there is no requirement '{identifier}'", mend=mend_for_requirement(identifier))
    return known[wanted]


def mend_for_requirement(typed: str) -> str:
    """What to do about ``typed``, which is no requirement."""
    meant = requirement_meant(typed)
    if meant:
        return f"Did you mean {meant}?"
    family = family_meant(typed)
    if family:
        return f"'ohos-backup list {family}' shows the requirements of {family}."
    return "'ohos-backup list' shows the requirements."


def mend_for_family(typed: str) -> str:
    """What to do about ``typed``, which is no family."""
    meant = requirement_meant(typed)
    if meant:
        return f"'ohos-backup explain {meant}' tells of this requirement."
    family = family_meant(typed)
    return f"Did you mean {family}?" if family else f"Choose one of {', '.join(FAMILIES)}."


def mend_for_case(typed: str, known: Collection[str]) -> str:
    """What to do about ``typed``, which names none of the case ids ``known``."""
    name, bracket, parameters = typed.partition("[")
    requirement = name.upper() if name.upper() in catalogue() else requirement_meant(name)
    if not bracket or not requirement:
        return mend_for_requirement(name)
    ids = {case_id.partition("[")[2].upper(): case_id for case_id in known if case_id.partition("[")[0] == requirement}
    near = get_close_matches(parameters.upper(), ids, n=1 if parameters.upper() in ids else _MOST, cutoff=_NEAR_CASES)
    return f"Did you mean {', '.join(ids[each] for each in near) or requirement}?"


def requirement_meant(typed: str) -> str:
    """``RST-001`` for ``rst001``, ``RST 1``, ``RTS-001`` or ``restore-1``; ``""`` where nothing like it is known."""
    found = _LETTERS_AND_NUMBER.fullmatch(typed)
    if found is None or not found[2]:
        return ""
    identifier = f"{family_meant(typed)}-{int(found[2]):03}"
    return identifier if identifier in catalogue() else ""


def family_meant(typed: str) -> str:
    """The family that the letters of ``typed`` name or almost name; ``""`` for none."""
    found = _LETTERS_AND_NUMBER.fullmatch(typed)
    if found is None:
        return ""
    letters = found[1].upper()
    by_name = {name.upper(): family for family, name in FAMILIES.items()}
    names: Iterable[str] = FAMILIES if len(letters) <= _SHORT else by_name
    near = get_close_matches(letters, names, n=1, cutoff=_NEAR)
    return by_name.get(near[0], near[0]) if near else ""
