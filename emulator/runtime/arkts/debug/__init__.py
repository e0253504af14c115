"""What a debugger needs of a program: source maps that lead to the user's files, and places to stop at."""

from __future__ import annotations

from .breaks import Break, callback_break, line_break, with_breaks
from .maps import with_maps

__all__ = ["Break", "callback_break", "line_break", "with_breaks", "with_maps"]
