"""All extension processes are forked from one: they share nothing else, and it goes when its host does."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import psutil
import pytest
from ohos_backup.emulator.runtime.python.spawner import close_spawner, spawner

if TYPE_CHECKING:
    from .conftest import Bench

SPOILS_THE_LIBRARY = """
    import json

    class Model(BackupExtensionAbility):
        def onBackup(self):
            seen = json.dumps([])
            json.dumps = lambda value: "spoilt"
            return seen
    """


def test_what_one_process_spoils_is_whole_in_the_next(bench: Bench) -> None:
    seen = [bench.start(SPOILS_THE_LIBRARY).call("onBackup")[0].value.text for _ in range(2)]

    assert seen == ["[]", "[]"]


def test_processes_are_siblings(bench: Bench) -> None:
    first, second = (bench.run("import os\nreturn os.getppid()") for _ in range(2))

    assert first == second != str(os.getpid())


def spawner_process() -> psutil.Process:
    children = [child for child in psutil.Process().children() if child.status() != psutil.STATUS_ZOMBIE]
    (process,) = [child for child in children if "python.guest" in " ".join(child.cmdline())]
    return process


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_after_the_death_of_the_spawner_the_next_start_has_another(bench: Bench, end: signal.Signals) -> None:
    before = spawner()
    process = spawner_process()

    process.send_signal(end)
    process.wait()

    assert bench.run("return 'alive'") == "alive"
    assert spawner() is not before


def test_nothing_is_left_when_it_is_closed(bench: Bench) -> None:
    bench.start(SPOILS_THE_LIBRARY)
    process = spawner_process()
    family = [process, *process.children()]

    close_spawner()
    _, alive = psutil.wait_procs(family, timeout=20)

    assert len(family) == 2
    assert alive == []
