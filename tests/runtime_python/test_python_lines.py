"""Which lines of an extension in Python ran: each is told before it runs, so no end of the process loses one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ohos_backup.emulator.runtime.api import ExtensionDied
from ohos_backup.emulator.runtime.python.code_lines import lines_of_code
from ohos_backup.emulator.runtime.ran_lines import RanLines

HANGS = """
class Model(BackupExtensionAbility):
    def onBackup(self):
        for number in range(3):
            if number > 5:
                print("never")
        while True:
            pass

    def onRestore(self, bundleVersion):
        return None
"""

IN_A_THREAD = """
import threading


def work():
    total = 0
    for number in range(3):
        total += number
    print(total)


class Model(BackupExtensionAbility):
    def onBackup(self):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
"""


def missed(file: Path, ran: RanLines) -> list[str]:
    """The lines of code of ``file`` that never ran."""
    text = file.read_text(encoding="utf-8").split("\n")
    lines = ran.take_fresh()[file.resolve()]
    return [text[number - 1].strip() for number in lines_of_code(file) if number not in lines]


def test_a_process_that_hangs_has_told_all_its_lines(bench: Any) -> None:
    ran = RanLines()
    process = bench.start(HANGS, ran=ran, wall_seconds=1.5)

    with pytest.raises(ExtensionDied):
        process.call("onBackup")

    assert missed(bench.folder / "model0.py", ran) == ['print("never")', "return None"]


def test_lines_of_other_threads_count(bench: Any) -> None:
    ran = RanLines()
    call, _ = bench.start(IN_A_THREAD, ran=ran).call("onBackup")

    assert call.error is None
    assert missed(bench.folder / "model0.py", ran) == []
