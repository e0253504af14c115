"""Deflate and inflate streams against Python's zlib, in pieces of any size."""

from __future__ import annotations

import zlib

from hypothesis import given
from hypothesis import strategies as st
from ohos_backup.emulator.modules.zlib.streams import FINISH, OK, STREAM_END, Streams

PIECE = st.integers(1, 40)
REPEATED = st.builds(lambda piece, times: piece * times, st.binary(max_size=9), st.integers(0, 90))
DATA = st.binary(max_size=600) | REPEATED


def through(streams: Streams, number: int, data: bytes, piece: int, room: int, last_flush: int) -> tuple[bytes, int]:
    """All of ``data`` in pieces, as a loop of an app gives them; the output and the last status."""
    out = bytearray()
    at, status = 0, OK
    while status != STREAM_END:
        part = data[at : at + piece]
        flush = last_flush if at + piece >= len(data) else 0
        reply = streams.step(number, room, flush, part)
        assert isinstance(reply.value, dict)
        status = reply.value["status"]
        at += reply.value["used"]
        out += reply.data
    return bytes(out), at


@given(DATA, PIECE, PIECE, st.sampled_from([-1, 0, 1, 9]), st.sampled_from([15, 31, -15]))
def test_deflated_in_pieces_is_what_zlib_reads(data: bytes, piece: int, room: int, level: int, window: int) -> None:
    streams = Streams()
    packed, used = through(streams, streams.open_deflate(level, 8, window, 8, 0), data, piece, room, FINISH)
    assert used == len(data)
    assert zlib.decompress(packed, window) == data


@given(DATA, PIECE, PIECE)
def test_inflated_in_pieces_is_what_zlib_packed(data: bytes, piece: int, room: int) -> None:
    streams = Streams()
    packed = zlib.compress(data)
    assert through(streams, streams.open_inflate(15), packed, piece, room, 0) == (data, len(packed))
