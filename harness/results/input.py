"""Results that a command is given to work on again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ...emulator.errors import OhosBackupError
from ...reports.model import Results
from ...reports.results_file import UnreadableResults, read_results


class UnusableResults(OhosBackupError):
    code = "E-RESULTS"


def results_at(file: Path) -> Results:
    """Raises UnusableResults."""
    try:
        return read_results(file)
    except OSError as error:
        raise UnusableResults(
            f"{file} cannot be read: {error.strerror}", mend="Give a file that 'check --json FILE' wrote."
        ) from error
    except (UnreadableResults, UnicodeDecodeError) as error:
        what = str(error)
        raise UnusableResults(
            what if what.startswith(str(file)) else f"{file}: {what}",
            mend="Give a file that 'check --json FILE' of this version of ohos-backup wrote.",
        ) from error


def merged_results(files: Iterable[Path]) -> Results:
    """Of one file, or of several that are parts of one run. Raises UnusableResults."""
    from ...reports.merge import Unmergeable, merge

    names = list(files)
    parts = [results_at(file) for file in names]
    if len(parts) == 1:
        return parts[0]
    try:
        return merge(parts, [str(name) for name in names])
    except Unmergeable as error:
        raise UnusableResults(str(error), mend="Merge the parts of one run, or compare two runs.") from error
