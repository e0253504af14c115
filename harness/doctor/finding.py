"""What one look at the machine found."""

from __future__ import annotations

from typing import Literal

import msgspec

State = Literal["ok", "absent", "missing"]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """``absent``: not there, and only some commands need it. ``missing``: no check can run before it is mended.

    ``found`` says what is there and where; ``mend`` what to do, empty when all is well.
    """

    name: str
    state: State
    found: str
    mend: str = ""


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True):
    """``ready``: checks can run."""

    ready: bool
    findings: tuple[Finding, ...]
