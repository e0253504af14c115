"""The host's end of the process from which all extensions written in Python are forked.

Starting an interpreter anew for each session cost a hundred milliseconds, and a check starts a thousand.
"""

from __future__ import annotations

import atexit
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress

from .spawn_wire import Ended, Spawn, Spawned, WaitFor, answer, send


class SpawnerGone(Exception):
    """The process from which extensions are forked has ended."""


class SpawnedProcess:
    """One process that the spawner has forked: what there is to know and to do of it, for it is no child of ours."""

    def __init__(self, spawner: Spawner, pid: int) -> None:
        self._spawner = spawner
        self.pid = pid
        self._status: int | None = None

    def wait(self, seconds: float) -> int | None:
        """The exit code, negative for a signal; None when it still runs after ``seconds``."""
        if self._status is None:
            try:
                self._status = self._spawner.status(self.pid, seconds)
            except SpawnerGone:
                # How it ended nobody can tell any more, only that it has.
                self._end()
                self._status = -signal.SIGKILL
        return self._status

    def kill(self) -> None:
        """Ends it, if it still runs, and waits until it has ended."""
        if self.wait(0) is None:
            self._end()
            self.wait(_LONGEST_DEATH_SECONDS)

    def _end(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


_LONGEST_DEATH_SECONDS = 10.0


class Spawner:
    """A running spawner. ``import_path`` is what its processes import from."""

    def __init__(self, import_path: str) -> None:
        self.import_path = import_path
        self._owner = os.getpid()
        self._connection, far_end = socket.socketpair()
        with far_end:
            self._process = subprocess.Popen(
                [sys.executable, "-B", "-X", "utf8", "-m", f"{__package__}.guest", str(far_end.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                # Processes forget these before the author's code runs.
                env={"PYTHONHASHSEED": "0", "PYTHONPATH": import_path},
                pass_fds=(far_end.fileno(),),
                start_new_session=True,
            )

    @property
    def usable(self) -> bool:
        """Whether it still runs and is ours: a fork of this process must not talk to its parent's."""
        return self._owner == os.getpid() and self._process.poll() is None

    def start(self, folder: str, timezone: str, incoming: int, outgoing: int, errors: int) -> SpawnedProcess:
        """A new extension process with these descriptors, of which it has its own copies. Raises SpawnerGone."""
        answered = self._ask(Spawn(folder, timezone), incoming, outgoing, errors)
        assert isinstance(answered, Spawned)
        return SpawnedProcess(self, answered.process)

    def status(self, process: int, seconds: float) -> int | None:
        """How ``process`` ended, None when it has not within ``seconds``. Raises SpawnerGone."""
        answered = self._ask(WaitFor(process, seconds))
        assert isinstance(answered, Ended)
        return answered.status

    def close(self) -> None:
        self._connection.close()
        if self._owner == os.getpid():
            self._process.wait()

    def _ask(self, request: Spawn | WaitFor, *descriptors: int) -> Spawned | Ended:
        try:
            send(self._connection, request, *descriptors)
            return answer(self._connection)
        except (EOFError, OSError) as error:
            raise SpawnerGone from error


_running: list[Spawner] = []


def spawner() -> Spawner:
    """The one of this process; a new one where there is none, where it has died, or where imports have changed."""
    import_path = os.pathsep.join(folder for folder in sys.path if folder)
    if _running and _running[0].usable and _running[0].import_path == import_path:
        return _running[0]
    close_spawner()
    _running.append(Spawner(import_path))
    return _running[0]


@atexit.register
def close_spawner() -> None:
    """Ends the spawner of this process, if there is one."""
    while _running:
        _running.pop().close()
