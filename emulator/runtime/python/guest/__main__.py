"""The extension process: takes the two ends of its pipes as arguments, sets the stage, then serves the host."""

from __future__ import annotations

import os
import sys
import time

from ..host_exit import OUT_OF_MEMORY_EXIT
from ..wire import Answer, Boot, Called, CallMethod, Load, Loaded, TakeTurn, Turned
from .channel import Channel
from .clocks import VirtualTime, install_clock, install_randomness
from .databases import Databases
from .files import DeviceFiles
from .lines import watch_lines
from .loop import install_loop
from .output import DeviceLog, Output
from .replacements import forget_host, install_files
from .restrictions import forbid_the_host, limit_memory
from .session import Session
from .values import SourceFolder

_exit = os._exit  # pyright: ignore[reportPrivateUsage]


def prepare(channel: Channel, boot: Boot) -> Session:
    """Turn this interpreter into a process of the device."""
    time.tzset()
    limit_memory(boot.memory_mib)
    own_folder = os.getcwd()  # noqa: PTH109
    sys.path[:] = [folder for folder in sys.path if folder not in ("", own_folder)]
    source_folder = boot.source_file.rpartition("/")[0]
    sources = SourceFolder(boot.source_file)
    clock = VirtualTime(channel)
    loop = install_loop(clock)
    forbid_the_host([*sys.path, sys.prefix, sys.base_prefix, source_folder], boot.database_folder)
    files = DeviceFiles(channel, boot.uid, boot.gid)
    Databases(channel, files, boot.database_folder).install()
    install_files(files)
    install_clock(clock)
    install_randomness(boot.seed)
    output = Output(DeviceLog(channel, sources))
    forget_host(f"/data/storage/el2/base/haps/{boot.module_name}/temp")
    if boot.tells_lines:
        watch_lines(channel, sources)
    return Session(boot, channel, loop, output, sources)


def main(incoming: int, outgoing: int) -> None:
    channel = Channel(incoming, outgoing)
    boot = channel.next_command()
    if not isinstance(boot, Boot):
        raise TypeError(f"the host began with {type(boot).__name__}")
    session = prepare(channel, boot)
    answer: Answer | None = None
    while True:
        command = channel.next_command(answer)
        if isinstance(command, Load):
            answer = Loaded(session.load(), session.loaded_class)
        elif isinstance(command, CallMethod):
            answer = Called(*session.call(command.method, command.arguments))
        elif isinstance(command, TakeTurn):
            answer = Turned(session.turn())
        else:
            raise TypeError(f"the host sent {type(command).__name__}")


if __name__ == "__main__":
    try:
        main(int(sys.argv[1]), int(sys.argv[2]))
    except MemoryError:
        _exit(OUT_OF_MEMORY_EXIT)
    except SystemExit as end:
        _exit(end.code if isinstance(end.code, int) else 0 if end.code is None else 1)
