"""Worker processes are forked from one that has loaded the suite, and none outlives the command."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import execnet
import psutil
import pytest
from ohos_backup.harness.run.forking import WorkerForks

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere pytest-xdist starts the workers itself")

LONGEST_DEATH_SECONDS = 20


@contextmanager
def worker(forks: WorkerForks) -> Iterator[execnet.Gateway]:
    group = execnet.Group()
    try:
        yield group.makegateway(f"popen//python={forks.interpreter}")
    finally:
        group.terminate(timeout=LONGEST_DEATH_SECONDS)


def told_by(gateway: execnet.Gateway, expression: str) -> object:
    return gateway.remote_exec(f"import os, sys; channel.send({expression})").receive()


def has_ended(pid: int) -> bool:
    try:
        psutil.Process(pid).wait(LONGEST_DEATH_SECONDS)
    except psutil.NoSuchProcess:
        return True
    except psutil.TimeoutExpired:
        return False
    return True


def test_a_worker_has_the_suite_loaded_when_it_begins() -> None:
    with WorkerForks() as forks, worker(forks) as gateway:
        assert told_by(gateway, "'ohos_backup.conformance.test_restore' in sys.modules") is True


def test_every_worker_is_a_process_of_its_own() -> None:
    with WorkerForks() as forks, worker(forks) as one, worker(forks) as other:
        processes = {told_by(one, "os.getpid()"), told_by(other, "os.getpid()"), os.getpid()}

    assert len(processes) == 3


def test_a_worker_that_dies_is_noticed_and_another_one_can_be_had() -> None:
    with WorkerForks() as forks:
        with worker(forks) as first, pytest.raises(EOFError):
            told_by(first, "os.kill(os.getpid(), 9)")
        with worker(forks) as second:
            assert told_by(second, "'alive'") == "alive"


def test_the_workers_end_with_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with WorkerForks() as forks:
        gateway = execnet.Group().makegateway(f"popen//python={forks.interpreter}")
        process = told_by(gateway, "os.getpid()")
        assert isinstance(process, int)

    assert has_ended(process)
    assert list(tmp_path.iterdir()) == []


KILLED = """
import execnet, os
from ohos_backup.harness.run.forking import WorkerForks

with WorkerForks() as forks:
    gateway = execnet.Group().makegateway(f"popen//python={forks.interpreter}")
    print(gateway.remote_exec("import os; channel.send(os.getpid())").receive(), flush=True)
    os.kill(os.getpid(), 9)
"""


def test_the_workers_end_when_the_command_is_killed() -> None:
    ended = subprocess.run([sys.executable, "-c", KILLED], capture_output=True, text=True, check=False)

    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert has_ended(int(ended.stdout))


def test_nothing_is_forked_where_the_socket_would_have_too_long_an_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("a" * 120)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))

    with WorkerForks() as forks:
        assert forks.interpreter is None
    assert list(deep.iterdir()) == []


def test_an_interruption_within_the_fork_comes_after_it_and_leaves_no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    fork, started = os.fork, []

    def interrupted_fork() -> int:
        os.kill(os.getpid(), signal.SIGINT)
        started.append(fork())
        return started[-1]

    monkeypatch.setattr(os, "fork", interrupted_fork)

    with pytest.raises(KeyboardInterrupt), WorkerForks():
        pass

    assert has_ended(started[-1])
