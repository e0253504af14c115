"""The process from which workers are forked: its host's end, and what it does.

A worker that starts as a new interpreter loads pytest, the suite and the emulator anew, which takes as long as a
hundred cases. Linux only: elsewhere system libraries do not survive a fork, and workers start as pytest-xdist starts
them.
"""

from __future__ import annotations

import gc
import importlib
import os
import selectors
import shlex
import shutil
import signal
import socket
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NoReturn

import psutil
import pytest

from ...suite_place import SUITE, suite_folder
from ..interruptions import INTERRUPTING, held_interruptions

if TYPE_CHECKING:
    from execnet import XSpec

_STREAMS = (0, 1)
_STANDARD_ERROR = 2
_CONNECTOR = Path(__file__).with_name("connector.py")
_exit = os._exit  # pyright: ignore[reportPrivateUsage]


class WorkerForks:
    """A pytest plugin, and a server that lasts as long as this is entered.

    ``interpreter`` is what pytest-xdist starts in place of Python, as a line for execnet's ``python=`` (gateway_io.py:
    popen_args); None where workers are not forked, or not ``wanted``.
    """

    def __init__(self, *, wanted: bool = True) -> None:
        self._wanted = wanted
        self.interpreter: str | None = None
        self._folder = ""
        self._life: socket.socket | None = None
        self._process = 0

    def __enter__(self) -> WorkerForks:
        if not self._wanted or sys.platform != "linux":
            return self
        # Whoever can connect runs code as this user, so nobody else may.
        self._folder = tempfile.mkdtemp(prefix="ohos-backup-")
        place = str(Path(self._folder, "workers"))
        listener = socket.socket(socket.AF_UNIX)
        try:
            listener.bind(place)
        except OSError:
            # The address of a socket is limited to about a hundred bytes, that of a folder for temporary files is not.
            listener.close()
            return self
        listener.listen()
        self._life, far_end = socket.socketpair()
        try:
            with held_interruptions():
                self._process = os.fork()
                if self._process == 0:
                    self._life.close()
                    _become_server(listener, far_end)
        except KeyboardInterrupt:
            self.__exit__(None, None, None)
            raise
        listener.close()
        far_end.close()
        self.interpreter = shlex.join([sys.executable, "-I", "-S", str(_CONNECTOR), place])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends the server, and with it the workers that still run."""
        if self._life is not None:
            self._life.close()
            with suppress(ChildProcessError):
                os.waitpid(self._process, 0)
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_setupnodes(self, specs: list[XSpec]) -> None:
        for spec in specs:
            spec.python = self.interpreter


def _become_server(listener: socket.socket, life: socket.socket) -> NoReturn:
    try:
        # Ctrl-C reaches every process of the terminal; the host decides what becomes of this one.
        for number in INTERRUPTING:
            signal.signal(number, signal.SIG_IGN)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (*_STREAMS, _STANDARD_ERROR):
            os.dup2(nowhere, stream)
        _load()
        # What is loaded by now lives as long as the workers do; looking through it would only unshare its memory.
        gc.freeze()
        _serve(listener, life)
    finally:
        _exit(0)


def _load() -> None:
    """Import what a worker imports before its first case."""
    for name in ("xdist.plugin", "xdist.remote", "execnet.gateway_base"):
        importlib.import_module(name)
    for check in sorted(suite_folder().glob("test_*.py")):
        importlib.import_module(f"{SUITE}.{check.stem}")


def _serve(listener: socket.socket, life: socket.socket) -> None:
    """Until the host has gone: a worker for each that connects. Then end what still runs, extensions that hang
    included."""
    with selectors.DefaultSelector() as selector:
        selector.register(listener, selectors.EVENT_READ)
        selector.register(life, selectors.EVENT_READ)
        while not any(key.fileobj is life for key, _ in selector.select()):
            connection, _ = listener.accept()
            with connection:
                _, streams, _, _ = socket.recv_fds(connection, 1, len(_STREAMS))
                if len(streams) == len(_STREAMS) and os.fork() == 0:
                    listener.close()
                    life.close()
                    _become_worker(streams)
                for stream in streams:
                    os.close(stream)
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            process.kill()


def _become_worker(streams: list[int]) -> NoReturn:
    """Do what the interpreter does that execnet starts (gateway_io.py:popen_bootstrapline).

    The connection stays open as long as this process lives: so the connector learns of its end. The extensions that it
    has started end with it, for its end of their pipes closes.
    """
    try:
        for number in INTERRUPTING:
            signal.signal(number, signal.default_int_handler)
        for stream, given in zip(_STREAMS, streams, strict=True):
            os.dup2(given, stream)
            os.close(given)
        sys.stdin, sys.stdout = open(0, closefd=False), open(1, "w", closefd=False)  # noqa: SIM115 - as long as we live
        exec(eval(sys.stdin.readline()), {"__name__": "__main__"})
    finally:
        _exit(0)
