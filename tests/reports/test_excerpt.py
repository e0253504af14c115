"""Of a long timeline a person sees what the app did and what went wrong, not what the framework always does."""

from __future__ import annotations

from ohos_backup.reports.excerpt import excerpt
from ohos_backup.reports.model import Evidence, TimelineEntry, TreeChange

LONG_AGO = TimelineEntry(time_ms=0, lane="file", text="rename /data/a.txt -> /data/b.txt")
PROBLEM = TimelineEntry(time_ms=1, lane="problem", text="uncaught timer: Error: gone")
READS = tuple(TimelineEntry(time_ms=2, lane="file", text=f"read /data/{number}") for number in range(50))
SETTLED = TimelineEntry(time_ms=3, lane="callback", text="onBackup resolved")
ROUTINE = (
    TimelineEntry(time_ms=3, lane="framework", text="clear /data/storage/el2/base/.backup/backup"),
    TimelineEntry(time_ms=3, lane="client", text="onBundleEnd"),
)
FAILED = TimelineEntry(time_ms=3, lane="client", text="onBundleEnd code 13500004")


def test_the_frameworks_routine_is_left_out_and_its_errors_are_not() -> None:
    assert excerpt(Evidence(timeline=(SETTLED, *ROUTINE, FAILED)), 8) == (SETTLED, FAILED)


def test_problems_and_callbacks_are_kept_before_file_operations_and_of_these_the_last() -> None:
    shown = excerpt(Evidence(timeline=(PROBLEM, *READS, SETTLED)), 4)

    assert shown == (PROBLEM, *READS[-2:], SETTLED)


def test_an_operation_on_a_file_that_differs_is_kept_however_long_ago_it_was() -> None:
    lost = (TreeChange(path="/data/a.txt", change="missing"),)

    assert LONG_AGO in excerpt(Evidence(timeline=(LONG_AGO, *READS), differences=lost), 3)
    assert LONG_AGO not in excerpt(Evidence(timeline=(LONG_AGO, *READS)), 3)
