"""Names that the framework derives from paths: hashes of big files, extensions, report file names.

Source: utils/src/b_utils/string_utils.cpp:GenHashName, scan_result_manager.cpp:AddBigFile,
b_filesystem/b_file_hash.cpp; c_utils directory_ex.cpp:ExtractFileExt. The hash is libc++'s
``std::hash<std::string>`` of a 64-bit device: CityHash64 of 2011, unseeded.
"""

from __future__ import annotations

from collections.abc import Container
from struct import Struct

REPORT_EXTENSION = ".rp"
MANAGE_FILE_NAME = "manage.json"

_K0 = 0xC3A5C85C97CB3127
_K1 = 0xB492B66FBE98F273
_K2 = 0x9AE16A3B2F90404F
_K3 = 0xC949D7C7509E6557
_MULTIPLIER = 0x9DDFEA08EB382D69
_MASK = 0xFFFFFFFFFFFFFFFF
_WORD = Struct("<Q")
_HALF_WORD = Struct("<I")


def city_hash64(data: bytes) -> int:
    """The 64-bit hash of ``data``."""
    if len(data) <= 16:
        return _hash_up_to_16(data)
    if len(data) <= 32:
        return _hash_17_to_32(data)
    if len(data) <= 64:
        return _hash_33_to_64(data)
    return _hash_long(data)


def hash_name(path: str) -> str:
    """16 lower-case hexadecimal digits: the name of a big file without its extension."""
    return f"{city_hash64(path.encode('utf-8', 'surrogateescape')):016x}"


def report_hash_name(path: str) -> str:
    """The name of a report file whose own name would be too long: the hash of the last component, twice
    (b_file_hash.cpp:HashFilePath)."""
    return hash_name(path.rpartition("/")[2]) * 2


def extension(path: str) -> str:
    """What follows the last ``.`` of the whole path, so that ``/v1.2/blob`` has the extension ``2/blob``."""
    return path.rpartition(".")[2] if "." in path else ""


def is_tar(path: str) -> bool:
    """Whether the framework takes ``path`` for a tar by its name. Case matters."""
    return extension(path) == "tar"


class BigFileNames:
    """Gives each big file of one backup its own name (scan_result_manager.cpp:AddBigFile)."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def add(self, path: str, *, tag: str = "") -> str:
        """The name for ``path``: its hash, ``tag`` and its extension. On a clash a counter joins the hashed text."""
        name = hash_name(path)
        attempt = 0
        while name in self._taken:
            name = hash_name(f"{path}{attempt}")
            attempt += 1
        self._taken.add(name)
        suffix = extension(path)
        return f"{name}{tag}.{suffix}" if suffix else f"{name}{tag}"


def incremental_big_name(path: str, taken: Container[str]) -> str:
    """The name of a big file of an incremental backup: no extension; on a clash the hash of path and counter is
    appended to the digits that are already there, once (sub_ext_extension.cpp:GetIncrmentBigInfos)."""
    name = hash_name(path)
    attempt = 0
    prefix = name
    while name in taken:
        name = prefix + hash_name(f"{path}{attempt}")
        prefix = ""
        attempt += 1
    return name


def _load(data: bytes, offset: int) -> int:
    return _WORD.unpack_from(data, offset)[0]


def _rotate(value: int, shift: int) -> int:
    return ((value >> shift) | (value << (64 - shift))) & _MASK if shift else value


def _mix(value: int) -> int:
    return value ^ (value >> 47)


def _join(first: int, second: int) -> int:
    a = _mix(((first ^ second) * _MULTIPLIER) & _MASK)
    b = _mix(((second ^ a) * _MULTIPLIER) & _MASK)
    return (b * _MULTIPLIER) & _MASK


def _hash_up_to_16(data: bytes) -> int:
    n = len(data)
    if n > 8:
        a, b = _load(data, 0), _load(data, n - 8)
        return _join(a, _rotate((b + n) & _MASK, n)) ^ b
    if n >= 4:
        low, high = _HALF_WORD.unpack_from(data, 0)[0], _HALF_WORD.unpack_from(data, n - 4)[0]
        return _join(n + ((low << 3) & 0xFFFFFFFF), high)
    if n > 0:
        y = data[0] + (data[n >> 1] << 8)
        z = n + (data[n - 1] << 2)
        return (_mix((y * _K2) & _MASK ^ (z * _K3) & _MASK) * _K2) & _MASK
    return _K2


def _hash_17_to_32(data: bytes) -> int:
    n = len(data)
    a = _load(data, 0) * _K1 & _MASK
    b = _load(data, 8)
    c = _load(data, n - 8) * _K2 & _MASK
    d = _load(data, n - 16) * _K0 & _MASK
    return _join(
        (_rotate((a - b) & _MASK, 43) + _rotate(c, 30) + d) & _MASK,
        (a + _rotate(b ^ _K3, 20) - c + n) & _MASK,
    )


def _hash_33_to_64(data: bytes) -> int:
    n = len(data)
    z = _load(data, 24)
    a = (_load(data, 0) + (n + _load(data, n - 16)) * _K0) & _MASK
    b = _rotate((a + z) & _MASK, 52)
    c = _rotate(a, 37)
    a = (a + _load(data, 8)) & _MASK
    c = (c + _rotate(a, 7)) & _MASK
    a = (a + _load(data, 16)) & _MASK
    vf = (a + z) & _MASK
    vs = (b + _rotate(a, 31) + c) & _MASK
    a = (_load(data, 16) + _load(data, n - 32)) & _MASK
    z = (z + _load(data, n - 8)) & _MASK
    b = _rotate((a + z) & _MASK, 52)
    c = _rotate(a, 37)
    a = (a + _load(data, n - 24)) & _MASK
    c = (c + _rotate(a, 7)) & _MASK
    a = (a + _load(data, n - 16)) & _MASK
    wf = (a + z) & _MASK
    ws = (b + _rotate(a, 31) + c) & _MASK
    r = _mix(((vf + ws) * _K2 + (wf + vs) * _K0) & _MASK)
    return (_mix((r * _K0 + vs) & _MASK) * _K2) & _MASK


def _weak_hash(data: bytes, offset: int, a: int, b: int) -> tuple[int, int]:
    a = (a + _load(data, offset)) & _MASK
    last = _load(data, offset + 24)
    b = _rotate((b + a + last) & _MASK, 21)
    c = a
    a = (a + _load(data, offset + 8) + _load(data, offset + 16)) & _MASK
    b = (b + _rotate(a, 44)) & _MASK
    return (a + last) & _MASK, (b + c) & _MASK


def _hash_long(data: bytes) -> int:
    n = len(data)
    x = _load(data, n - 40)
    y = (_load(data, n - 16) + _load(data, n - 56)) & _MASK
    z = _join((_load(data, n - 48) + n) & _MASK, _load(data, n - 24))
    v = _weak_hash(data, n - 64, n, z)
    w = _weak_hash(data, n - 32, (y + _K1) & _MASK, x)
    x = (x * _K1 + _load(data, 0)) & _MASK
    for at in range(0, (n - 1) & ~63, 64):
        x = _rotate((x + y + v[0] + _load(data, at + 8)) & _MASK, 37) * _K1 & _MASK
        y = _rotate((y + v[1] + _load(data, at + 48)) & _MASK, 42) * _K1 & _MASK
        x ^= w[1]
        y = (y + v[0] + _load(data, at + 40)) & _MASK
        z = _rotate((z + w[0]) & _MASK, 33) * _K1 & _MASK
        v = _weak_hash(data, at, v[1] * _K1 & _MASK, (x + w[0]) & _MASK)
        w = _weak_hash(data, at + 32, (z + w[1]) & _MASK, (y + _load(data, at + 16)) & _MASK)
        z, x = x, z
    return _join(
        (_join(v[0], w[0]) + _mix(y) * _K1 + z) & _MASK,
        (_join(v[1], w[1]) + x) & _MASK,
    )
