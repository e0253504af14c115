"""The HTML report of 5,000 cases: rendered in under 3 s, and interactive in the browser in under 1 s.

Every case has a timeline, a tenth of them fail. Interactive means: from the start of loading until the page's scripts
have followed the address and wait for the reader. Then a search over all cases and the table of all cases are timed.
Needs playwright and Chromium (``OHOS_BACKUP_CHROMIUM`` or ``chromium`` on the path) for the browser's half.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from ohos_backup.reports.html import html_report
from ohos_backup.reports.model import (
    CaseResult,
    DeviceInfo,
    Evidence,
    Place,
    RequirementResult,
    Results,
    SubjectInfo,
    TimelineEntry,
    Tool,
    TreeChange,
)
from ohos_backup.reports.verdict import summarise, verdict_of

REQUIREMENTS = 84
CASES = 5_000
EVENTS = 60
RENDERED_IN = 3.0
INTERACTIVE_IN = 1.0

INTERACTIVE = "html[data-ready]"


def results() -> Results:
    requirements = tuple(requirement(number) for number in range(REQUIREMENTS))
    return Results(
        tool=Tool(name="ohos-backup-conformance", version="0"),
        subject=SubjectInfo(
            path="bench", bundle_name="com.example.bench", version_code=1, version_name="1.0.0", extension="Backup"
        ),
        device=DeviceInfo(profile="api12"),
        verdict=verdict_of(requirements),
        summary=summarise(requirements),
        not_emulated=(),
        requirements=requirements,
    )


def requirement(number: int) -> RequirementResult:
    identifier = f"BEN-{number:03}"
    share = CASES // REQUIREMENTS + (number < CASES % REQUIREMENTS)
    cases = tuple(case(identifier, index) for index in range(share))
    return RequirementResult(
        id=identifier,
        level="MUST",
        title=f"Keep the promise number {number}",
        outcome="fail",
        reason="the file is cut",
        cases=cases,
        family=f"Family {number % 8}",
        mend="Go on until readSync returns 0.",
        rationale="Users lose what they wrote.",
    )


def case(requirement: str, index: int) -> CaseResult:
    identifier = f"{requirement}[variant-{index}]"
    failed = index % 10 == 0
    path = f"/data/storage/el2/base/haps/entry/files/notes/{index}.txt"
    return CaseResult(
        id=identifier,
        outcome="fail" if failed else "pass",
        reason=f"{path} is cut" if failed else "",
        replay=f"ohos-backup check bench --case '{identifier}'",
        parameters={"variant": str(index)},
        evidence=Evidence(
            place=Place(file="entry/src/main/ets/Backup.ets", line=12, column=5),
            timeline=tuple(
                TimelineEntry(time_ms=event, lane="file", text=f"read {path} ({event} bytes)")
                for event in range(EVENTS)
            ),
            differences=(TreeChange(path=path, change="content", before="8800 bytes", after="4096 bytes"),),
        ),
        duration_ms=index,
    )


def main() -> int:
    run = results()
    html_report(run)
    start = time.perf_counter()
    page = html_report(run)
    rendered = time.perf_counter() - start
    print(f"rendered {CASES:,} cases in {rendered:.2f} s, {len(page.encode()) / 1e6:.1f} MB")
    opened = in_browser(page)
    return 0 if rendered < RENDERED_IN and (opened is None or opened < INTERACTIVE_IN) else 1


def in_browser(page: str) -> float | None:
    """Seconds until interactive, None where there is no browser."""
    found = os.environ.get("OHOS_BACKUP_CHROMIUM") or shutil.which("chromium")
    if not found:
        print("no Chromium: the browser's half is not measured")
        return None
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "report.html"
        path.write_text(page, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        tab = browser.new_page()
        start = time.perf_counter()
        tab.goto(path.as_uri(), wait_until="commit")
        tab.wait_for_selector(INTERACTIVE, state="attached")
        opened = time.perf_counter() - start
        print(f"interactive after {opened:.2f} s")
        for what, change in (
            ("a search", "document.querySelector('[name=q]').value = 'variant-7'"),
            ("the table of all cases", "document.querySelector('[name=view]').value = 'cases'"),
        ):
            taken = tab.evaluate(
                f"(() => {{ const start = performance.now(); {change}; document.querySelector('form.filters')"
                ".dispatchEvent(new Event('input')); document.body.offsetHeight; return performance.now() - start })()"
            )
            print(f"{what}: {taken:.0f} ms")
        browser.close()
    return opened


if __name__ == "__main__":
    sys.exit(main())
