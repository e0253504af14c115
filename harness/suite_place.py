"""Where the suite lies. Named, not imported: the suite depends on the harness; and light, for every pytest run asks."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

SUITE = "ohos_backup.conformance"
"""The package that holds the catalogue of requirements and their checks."""


@cache
def suite_folder() -> Path:
    """The folder of the suite package, wherever it is installed."""
    spec = find_spec(SUITE)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent
