"""What host and spawner say to each other over a socket: frames of 4 length bytes and a msgpack message."""

from __future__ import annotations

import socket

import msgspec

LENGTH_BYTES = 4

DESCRIPTORS = 3
"""What comes along with Spawn: the two ends of the process's pipes, and its standard error."""


class Spawn(msgspec.Struct, frozen=True, tag=True):
    """Asks for an extension process in ``folder``."""

    folder: str
    timezone: str


class WaitFor(msgspec.Struct, frozen=True, tag=True):
    """Asks how ``process`` ended; waits for that at most ``seconds``."""

    process: int
    seconds: float


class Spawned(msgspec.Struct, frozen=True, tag=True):
    process: int


class Ended(msgspec.Struct, frozen=True, tag=True):
    """``status``: the exit code, negative for a signal; None when the process still runs."""

    status: int | None


_requests = msgspec.msgpack.Decoder(Spawn | WaitFor)
_answers = msgspec.msgpack.Decoder(Spawned | Ended)


def send(connection: socket.socket, message: Spawn | WaitFor | Spawned | Ended, *descriptors: int) -> None:
    """Raises OSError when nobody listens any more."""
    body = msgspec.msgpack.encode(message)
    # Descriptors travel with the first bytes, and those few always fit.
    socket.send_fds(connection, [len(body).to_bytes(LENGTH_BYTES, "big")], descriptors)
    connection.sendall(body)


def next_request(connection: socket.socket) -> tuple[Spawn | WaitFor, list[int]]:
    """The next request and the descriptors that came along. Raises EOFError when the host has gone."""
    header, descriptors, _, _ = socket.recv_fds(connection, LENGTH_BYTES, DESCRIPTORS)
    return _requests.decode(_body(connection, header)), descriptors


def answer(connection: socket.socket) -> Spawned | Ended:
    """Raises EOFError when the spawner has gone."""
    return _answers.decode(_body(connection, connection.recv(LENGTH_BYTES)))


def _body(connection: socket.socket, header: bytes) -> bytes:
    header += _exactly(connection, LENGTH_BYTES - len(header)) if header else b""
    if not header:
        raise EOFError
    return _exactly(connection, int.from_bytes(header, "big"))


def _exactly(connection: socket.socket, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        more = connection.recv(size - len(data))
        if not more:
            raise EOFError
        data += more
    return bytes(data)
