"""Exit codes by which the extension process tells its host why it ended."""

OUT_OF_MEMORY_EXIT = 77
"""An allocation failed under the memory limit."""
