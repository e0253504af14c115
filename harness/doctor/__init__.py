"""What a check needs of the machine it runs on: what is there, what is missing, how to mend it."""

from __future__ import annotations

from .examination import CHECKS, examine
from .finding import Diagnosis, Finding

__all__ = ["CHECKS", "Diagnosis", "Finding", "examine"]
