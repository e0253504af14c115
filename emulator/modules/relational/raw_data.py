"""The blobs in which a device keeps assets, big integers and float vectors: raw_data_parser.cpp, little-endian."""

from __future__ import annotations

import json
import struct

import msgspec

ASSET_MAGIC = 0x41534554
ASSETS_MAGIC = 0x41534553
FLOATS_MAGIC = 0x46333241
BIG_INTEGER_MAGIC = 0x42494749
WORD = 1 << 64
ASSET_INSERTED = 1
ASSET_DELETED = 3
ASSET_STATUS_BITS = 0x0FFFFFFF


class Asset(msgspec.Struct, kw_only=True, rename="camel"):
    """relationalStore.Asset, as the app gives and gets it."""

    name: str
    uri: str
    create_time: str
    modify_time: str
    size: str
    path: str
    status: int = ASSET_INSERTED


class UnreadableBlob(Exception):
    """The blob is not of the form that its column promises."""


def packed_asset(asset: Asset) -> bytes:
    """An asset's JSON behind magic and 16-bit length. The hash is time and size, as the JavaScript layer sets it."""
    text = json.dumps(
        {
            "version": 0,
            "expiresTime": 0,
            "id": "",
            "name": asset.name,
            "uri": asset.uri,
            "createTime": asset.create_time,
            "modifyTime": asset.modify_time,
            "size": asset.size,
            "hash": f"{asset.modify_time}_{asset.size}",
            "path": asset.path,
            "status": asset.status if asset.status == ASSET_DELETED else ASSET_INSERTED,
            "extension": "",
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
    return struct.pack("<IH", ASSET_MAGIC, len(text) & 0xFFFF) + text


def packed_assets(assets: list[Asset]) -> bytes:
    return struct.pack("<IH", ASSETS_MAGIC, len(assets)) + b"".join(map(packed_asset, assets))


def packed_floats(numbers: list[float]) -> bytes:
    return struct.pack(f"<II{len(numbers)}f", FLOATS_MAGIC, len(numbers), *numbers)


def packed_big_integer(number: int) -> bytes:
    """Sign and the 64-bit words of the magnitude, lowest first."""
    magnitude, words = abs(number), list[int]()
    while magnitude:
        words.append(magnitude % WORD)
        magnitude //= WORD
    return struct.pack(f"<IIQ{len(words)}Q", BIG_INTEGER_MAGIC, int(number < 0), len(words), *words)


def asset_in(blob: bytes) -> Asset:
    asset, _ = _asset_at(blob, 0)
    return asset


def assets_in(blob: bytes) -> list[Asset]:
    magic, count = _unpacked("<IH", blob, 0)
    if magic != ASSETS_MAGIC:
        raise UnreadableBlob
    assets, at = list[Asset](), 6
    for _ in range(count):
        asset, at = _asset_at(blob, at)
        assets.append(asset)
    return assets


def floats_in(blob: bytes) -> list[float]:
    magic, count = _unpacked("<II", blob, 0)
    if magic != FLOATS_MAGIC or len(blob) < 8 + 4 * count:
        raise UnreadableBlob
    return list(struct.unpack_from(f"<{count}f", blob, 8))


def big_integer_in(blob: bytes) -> int:
    magic, sign, count = _unpacked("<IIQ", blob, 0)
    if magic != BIG_INTEGER_MAGIC or len(blob) < 16 + 8 * count:
        raise UnreadableBlob
    words = struct.unpack_from(f"<{count}Q", blob, 16)
    magnitude = sum(word << (64 * index) for index, word in enumerate(words))
    return -magnitude if sign else magnitude


def _asset_at(blob: bytes, at: int) -> tuple[Asset, int]:
    magic, size = _unpacked("<IH", blob, at)
    text = blob[at + 6 : at + 6 + size]
    if magic != ASSET_MAGIC or len(text) != size:
        raise UnreadableBlob
    try:
        asset = msgspec.json.decode(text, type=Asset)
    except msgspec.MsgspecError as error:
        raise UnreadableBlob from error
    asset.status &= ASSET_STATUS_BITS
    return asset, at + 6 + size


def _unpacked(form: str, blob: bytes, at: int) -> tuple[int, ...]:
    try:
        return struct.unpack_from(form, blob, at)
    except struct.error as error:
        raise UnreadableBlob from error
