"""The spawner, given its end of a socket. Each process that it forks sets the stage, then serves the host."""

from __future__ import annotations

import socket
import sys
import time

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
from .spawning import spawn_on_request
from .values import SourceFolder


def prepare(channel: Channel, boot: Boot) -> Session:
    """Turn this interpreter into a process of the device."""
    time.tzset()
    limit_memory(boot.memory_mib)
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


def extension_process(incoming: int, outgoing: int) -> None:
    """Serve the host until it has gone."""
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
    # The folder in which we were started is no place to import from.
    sys.path.pop(0)
    with socket.socket(fileno=int(sys.argv[1])) as host:
        spawn_on_request(host, extension_process)
