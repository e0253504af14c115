"""The parent of all extension processes: it has loaded what they need, and forks one whenever the host asks.

So do devices: appspawn forks every app from a process that has the runtime loaded already (startup_appspawn
appspawn_service.c:AppSpawnProcessMsg).
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import time
import traceback
from collections.abc import Callable
from typing import NoReturn

from ..host_exit import OUT_OF_MEMORY_EXIT
from ..spawn_wire import Ended, Spawn, Spawned, WaitFor, next_request, send

_LOOK_SECONDS = 0.002
_STANDARD_ERROR = 2
_exit = os._exit  # pyright: ignore[reportPrivateUsage]

Body = Callable[[int, int], None]


def spawn_on_request(connection: socket.socket, body: Body) -> None:
    """Serve the host until it has gone, and end with it what still runs. Each process runs ``body`` with the two ends
    of its pipes."""
    # What is loaded by now lives as long as the processes do; looking through it would only unshare its memory.
    gc.freeze()
    running: set[int] = set()
    while True:
        try:
            request, descriptors = next_request(connection)
        except EOFError:
            break
        if isinstance(request, WaitFor):
            status = _status(request)
            if status is not None:
                running.discard(request.process)
            send(connection, Ended(status))
            continue
        process = os.fork()
        if process == 0:
            connection.close()
            _run(request, descriptors, body)
        for descriptor in descriptors:
            os.close(descriptor)
        running.add(process)
        send(connection, Spawned(process))
    for process in running:
        os.kill(process, signal.SIGKILL)


def _status(request: WaitFor) -> int | None:
    deadline = time.monotonic() + request.seconds
    while True:
        process, status = os.waitpid(request.process, os.WNOHANG)
        if process:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() >= deadline:
            return None
        time.sleep(_LOOK_SECONDS)


def _run(request: Spawn, descriptors: list[int], body: Body) -> NoReturn:
    try:
        os.setsid()
        # The spawner leaves Ctrl-C to the host; a process of the device knows nothing of that.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        incoming, outgoing, errors = descriptors
        os.dup2(errors, _STANDARD_ERROR)
        os.close(errors)
        os.chdir(request.folder)
        os.environ["TZ"] = request.timezone
        body(incoming, outgoing)
    except MemoryError:
        _exit(OUT_OF_MEMORY_EXIT)
    except SystemExit as end:
        _exit(end.code if isinstance(end.code, int) else 0 if end.code is None else 1)
    except BaseException as error:  # noqa: BLE001 - a fork must not go on with its parent's work
        # Without lines of the source: by now this process reads the files of the device.
        words = "".join(traceback.format_exception_only(error))
        os.write(_STANDARD_ERROR, words.encode("utf-8", "replace"))
        _exit(1)
    _exit(0)
