"""Compiled sources on disk, found by everything that decides their content.

An entry's name is the SHA-256 of toolchain version, translator, kind of file and source bytes. An entry that is
unreadable, cut short or altered counts as absent and is written again.
"""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

import msgspec

from .cache import cache_directory, write_atomically
from .toolchain import VERSION
from .translation import SourceKind, Translation

_FORMAT = 2
_decoder = msgspec.msgpack.Decoder(Translation)
_encoder = msgspec.msgpack.Encoder()


class CompileCache:
    """Translations by content; safe for any number of processes."""

    def __init__(self, directory: Path | None = None) -> None:
        self._directory = directory or cache_directory() / "compiled"

    def find(self, kind: SourceKind, text: bytes) -> Translation | None:
        try:
            entry = self._file(kind, text).read_bytes()
        except OSError:
            return None
        checksum, content = entry[:32], entry[32:]
        if hashlib.sha256(content).digest() != checksum:
            return None
        try:
            return _decoder.decode(content)
        except msgspec.DecodeError:
            return None

    def keep(self, kind: SourceKind, text: bytes, translation: Translation) -> None:
        content = _encoder.encode(translation)
        write_atomically(self._file(kind, text), hashlib.sha256(content).digest() + content)

    def _file(self, kind: SourceKind, text: bytes) -> Path:
        key = hashlib.sha256(b"\0".join((translator_digest(), kind.encode(), text))).hexdigest()
        return self._directory / key[:2] / key[2:]


@functools.cache
def translator_digest() -> bytes:
    """Changes with the compiler, with our own translation and with the shape of an entry."""
    digest = hashlib.sha256(f"{_FORMAT} {VERSION}".encode())
    for file in sorted(Path(__file__).with_name("compile").iterdir()):
        if file.suffix in {".cjs", ".json"}:
            digest.update(file.read_bytes())
    return digest.digest()
