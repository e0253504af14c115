"""Replays the recorded answers of the real framework against the emulator's file rules."""

from .outcome_file import write_outcomes
from .replay import KINDS, Difference, FileOutcome, UnreadableVectors, compare_row, replay_vectors

__all__ = [
    "KINDS",
    "Difference",
    "FileOutcome",
    "UnreadableVectors",
    "compare_row",
    "replay_vectors",
    "write_outcomes",
]
