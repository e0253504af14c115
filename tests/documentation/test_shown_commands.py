"""Every command that the documentation shows works as written, and prints what it shows.

Each page has a folder of its own with the sample apps that it names, and ``path/to/MyApp`` with two released versions.
A command that checks a whole app and shows nothing of the outcome is run with one family of requirements: what the
whole suite says is held elsewhere (tests/conformance), and would cost minutes here.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import NOTES, plain_environment
from shown_commands import ROOT, Shown, commands_of, looks_like, pages

NOT_RUN = {
    r"^python3 -m venv ": "fetches packages from the network",
    r"^hdc ": "needs a device",
    r"^npx ": "fetches packages from the network",
    r"^ohos-backup debug ": "waits for a debugger",
    r" --watch$": "runs until Ctrl-C",
    r"^(tox|mkdocs) ": "is a gate of its own",
    r"^python tools/mutate\.py ": "takes hours",
}
ENDS_WITH = {
    "ohos-backup check fixtures/apps/faults/": 1,
}
"""Exit codes other than 0, by how the command begins."""

ONE_FAMILY = {"ohos-backup check ": "--case CFG", "pytest --ohos-backup-app": "--ohos-backup-case=CFG"}
NEEDED = {
    "--from pulled": "ohos-backup backup path/to/MyApp --to pulled",
    "old.json": "ohos-backup check path/to/MyApp --case CFG --json old.json",
}
"""What has to be there before some commands, and what makes it."""

SAMPLE_APP = re.compile(r"fixtures/apps/\w+/[\w-]+")
RELEASES = ("v1.2.0", "v1.3.0")

WITH_COMMANDS = [page for page in pages() if commands_of(page)]


def reason_not_to_run(command: str) -> str | None:
    return next((reason for pattern, reason in NOT_RUN.items() if re.search(pattern, command)), None)


def narrowed(shown: Shown) -> str:
    if not shown.output and "--case" not in shown.command:
        for beginning, option in ONE_FAMILY.items():
            if shown.command.startswith(beginning):
                return f"{shown.command} {option}"
    return shown.command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A checkout as far as commands need one."""
    app = tmp_path / "path" / "to" / "MyApp"
    shutil.copytree(NOTES, app, ignore=shutil.ignore_patterns("ohos-backup.toml"))
    shutil.copytree(NOTES, app.with_name("MyApp-1.2.0"))
    for arguments in (
        ["init", "--quiet"],
        ["add", "."],
        ["-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "--quiet", "--message", "x"],
        *(["tag", release] for release in RELEASES),
    ):
        subprocess.run(["git", *arguments], cwd=app, check=True, timeout=60)
    note = tmp_path / "my-data/data/storage/el2/base/haps/entry/files/notes/shopping.txt"
    note.parent.mkdir(parents=True)
    note.write_text("milk, bread", encoding="utf-8")
    return tmp_path


@pytest.mark.matrix
@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda page: page.stem)
def test_the_commands_of_a_page_work_as_shown(page: Path, folder: Path) -> None:
    commands = [shown for shown in commands_of(page) if reason_not_to_run(shown.command) is None]
    for app in {name for shown in commands for name in SAMPLE_APP.findall(shown.command)}:
        shutil.copytree(ROOT / app, folder / app)
    if any("tools/" in shown.command for shown in commands):
        for part in ("tools", "emulator", "harness", "conformance", "reports"):
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))

    for part, made_by in NEEDED.items():
        if any(part in shown.command for shown in commands):
            assert run(made_by, folder).returncode == 0

    for shown in commands:
        done = run(narrowed(shown), folder)
        expected = next((code for start, code in ENDS_WITH.items() if shown.command.startswith(start)), 0)
        assert done.returncode == expected, f"$ {shown.command}\n{done.stdout}{done.stderr}"
        if shown.output:
            assert looks_like(shown.output, done.stdout), (
                f"$ {shown.command}\n{done.stdout}\nis shown as\n{shown.output}"
            )


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = plain_environment()
    environment["PATH"] = f"{Path(sys.executable).parent}:{environment['PATH']}"
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**environment, "COLUMNS": "100", "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def test_no_reason_not_to_run_a_command_is_left_over() -> None:
    shown = [each.command for page in WITH_COMMANDS for each in commands_of(page)]

    assert [pattern for pattern in NOT_RUN if not any(re.search(pattern, command) for command in shown)] == []
    assert [start for start in ENDS_WITH if not any(command.startswith(start) for command in shown)] == []


@pytest.mark.parametrize(
    ("shown", "printed", "alike"),
    [
        ("a\nb", "a\nb\n", True),
        ("a\nb", "a\nc\n", False),
        ("a\n  …\nd", "a\nb\nc\nd\n", True),
        ("a\n…", "b\nc\n", False),
        ("… cases in 6.1 s", "12 cases in 0.3 s", True),
        ("6.1 MB", "0.3 MB", False),
        ("a", "a\nb", False),
    ],
)
def test_what_is_shown_is_compared(shown: str, printed: str, alike: bool) -> None:
    assert looks_like(shown, printed) is alike
