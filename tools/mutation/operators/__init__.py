"""The mutation operators, by kind of mistake."""

from __future__ import annotations

from . import answers, copying, errors, places, selecting, waiting
from .operator import Operator

OPERATORS: dict[str, Operator] = {
    operator.name: operator
    for kind in (waiting, errors, copying, selecting, places, answers)
    for operator in kind.OPERATORS
}
"""By name, in the order of the page."""

__all__ = ["OPERATORS", "Operator"]
