"""What the process may not do: no other processes, no network, no files of the host beyond what imports read.

This keeps honest code honest and runs repeatable. It is no wall against code that means harm: run only what you trust.
"""

from __future__ import annotations

import os
import resource
import sys

_FORBIDDEN = (
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.spawn",
    "pty.spawn",
    "socket.connect",
    "socket.bind",
    "socket.sendto",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "ctypes.dlopen",
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def limit_memory(mebibytes: int) -> None:
    """Let allocations fail that would take the address space this much beyond what it holds now."""
    held = _address_space_bytes()
    if held is not None:
        limit = held + mebibytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _address_space_bytes() -> int | None:
    """None where the system does not tell (the host watches the resident size as well)."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - before pathlib sees the device
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return None


def forbid_the_host(importable: list[str], private_folder: str) -> None:
    """From now on refuse, with PermissionError, what an extension on a device could not do either.

    ``importable``: folders of the host from which modules are read. In ``private_folder`` everything is allowed.
    """
    folders = [folder for folder in importable if folder]
    prefixes = tuple({folder.rstrip("/") + "/" for name in folders for folder in (name, os.path.realpath(name))})
    private = private_folder.rstrip("/") + "/"

    def check(event: str, arguments: tuple[object, ...]) -> None:
        if event in _FORBIDDEN:
            raise PermissionError(f"an extension on the emulated device cannot use {event}")
        if event == "open":
            path, _, flags = arguments[:3]
            if isinstance(path, str) and path.startswith(private):
                return
            if isinstance(flags, int) and flags & _WRITING:
                raise PermissionError("an extension on the emulated device cannot write files of the host")
            if isinstance(path, str) and not path.startswith(prefixes):
                raise PermissionError("an extension on the emulated device cannot read files of the host")

    sys.addaudithook(check)
