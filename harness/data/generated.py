"""Data for an app that the suite knows nothing about, made to fit what its configuration includes."""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import msgspec

from .data_set import DataSet, SeedDirectory, SeedFile

BIG_FILE_BOUNDARY = 2 * 1024 * 1024
"""Above this many bytes a file travels by itself (b_constants.h)."""

_SANDBOX = re.compile(r"/data/storage/el[1-5]/(base|database|distributedfiles|cloud)(/|$)")

_FRAMEWORKS_OWN = re.compile(r"/\.backup/(backup|restore)(/|$)")
"""Emptied by the framework before each run, so nothing of the user's can lie there."""

_PREFERENCES_STORE = re.compile(r"/preferences/[^/]+$")


class Placement(msgspec.Struct, frozen=True):
    """Where the configuration looks: a directory to fill, or one single file."""

    path: str
    is_file: bool = False


def placements(includes: Sequence[str], module_names: Sequence[str]) -> tuple[Placement, ...]:
    """Concrete places that the include patterns match, without repetition; patterns outside the sandbox give none.

    ``haps/*`` becomes the app's own modules; other wildcards become names that they match.
    """
    found: dict[Placement, None] = {}
    for include in includes:
        pattern = "/" + include.lstrip("/")
        if not _SANDBOX.match(pattern) or "/../" in pattern or _FRAMEWORKS_OWN.search(pattern):
            continue
        variants = [pattern]
        if "/haps/*" in pattern:
            variants = [pattern.replace("/haps/*", f"/haps/{name}", 1) for name in module_names]
        for variant in variants:
            found.setdefault(_placement(variant))
    return tuple(found)


def _placement(pattern: str) -> Placement:
    if pattern.endswith("/*"):
        return Placement(pattern[:-2])
    concrete = (
        re.sub(r"\[!?([^\]])[^\]]*\]", r"\1", pattern).replace("**", "*").replace("*", "sample").replace("?", "x")
    )
    name = concrete.rstrip("/").rpartition("/")[2]
    # A preferences store is one file without a suffix.
    is_file = not pattern.endswith("/") and ("." in name.lstrip(".") or bool(_PREFERENCES_STORE.search(concrete)))
    return Placement(concrete.rstrip("/"), is_file)


def generated_data_sets(places: Sequence[Placement], seed: int) -> tuple[DataSet, ...]:
    """The five standard sets: empty, typical, many-small, big, odd-names. The same arguments give the same bytes."""
    sets = [DataSet(name="empty")]
    for recipe in RECIPES:
        files: dict[str, SeedFile] = {}
        for number, place in enumerate(places):
            random = Random(f"{seed}/{recipe.name}/{place.path}")
            if place.is_file:
                made = [_single_file(place, recipe.name, random)]
            else:
                made = recipe.fill(place, random) if number < recipe.most_places else []
            files.update({file.path: file for file in made})
        directories = ()
        if recipe.name == "typical":
            directories = tuple(SeedDirectory(path=f"{p.path}/empty-folder") for p in places if not p.is_file)
        sets.append(DataSet(name=recipe.name, files=tuple(files.values()), directories=directories))
    return tuple(sets)


def _single_file(place: Placement, name: str, random: Random) -> SeedFile:
    if place.path.endswith((".db", ".sqlite")):
        return SeedFile(path=place.path, content=_database(random))
    if _PREFERENCES_STORE.search(place.path):
        return SeedFile(path=place.path, content=_preferences(random), mode=0o660)
    size = BIG_FILE_BOUNDARY + 1 if name == "big" else 3000
    return SeedFile(path=place.path, content=_text(random, size))


def _typical(place: Placement, random: Random) -> list[SeedFile]:
    base = place.path
    files = [
        SeedFile(path=f"{base}/note-1.txt", content="备忘录 – first note\nü ß 漢字 🙂\n".encode(), mode=0o644),
        SeedFile(path=f"{base}/settings.json", content=b'{"theme": "dark", "name": "a \\"quoted\\" {value}"}'),
        SeedFile(path=f"{base}/empty.dat", content=b""),
        SeedFile(path=f"{base}/long-text.txt", content=_text(random, 9000)),
        SeedFile(path=f"{base}/photos/IMG_0001.jpg", content=b"\xff\xd8\xff" + random.randbytes(30_000)),
        SeedFile(path=f"{base}/archive/2025/report.txt", content=_text(random, 700), age_seconds=40_000_000),
    ]
    if "/database" in base:
        files.append(SeedFile(path=f"{base}/records.db", content=_database(random), mode=0o660))
    if base.endswith("preferences"):
        files.append(SeedFile(path=f"{base}/user_settings", content=_preferences(random), mode=0o660))
    return files


MANY = 84
"""Files of the set many-small in each place: more than anything that is done for each of them can hide."""


def _many_small(place: Placement, random: Random) -> list[SeedFile]:
    return [
        SeedFile(path=f"{place.path}/folder-{number % 7}/item-{number:04}.bin", content=random.randbytes(100 + number))
        for number in range(MANY)
    ]


def _big(place: Placement, random: Random) -> list[SeedFile]:
    sizes = {"at-boundary.bin": 0, "above-boundary.bin": 1, "video.mp4": 1_500_000}
    return [
        SeedFile(path=f"{place.path}/media/{name}", content=random.randbytes(BIG_FILE_BOUNDARY + extra))
        for name, extra in sizes.items()
    ]


def _odd_names(place: Placement, random: Random) -> list[SeedFile]:
    names = [
        "with space.txt",
        " leading and trailing ",
        "quote'\"backtick`.txt",
        "semi;colon&percent%41.txt",
        "日记 2026 年.txt",
        "emoji-🙂.png",
        ".hidden",
        "-rf",
        "no-extension",
        "two.dots.tar.gz",
        "upper.TXT",
        "upper.txt",
        "brackets[1]{a,b}*?.txt",
        "back\\slash",
        "n" * 200 + ".txt",
        "长" * 80,
        "/".join(f"level-{depth}" for depth in range(24)) + "/deep.txt",
        "v1.2/dotted-folder/file",
    ]
    return [SeedFile(path=f"{place.path}/odd/{name}", content=_text(random, 64)) for name in names]


def _text(random: Random, size: int) -> bytes:
    words = ("alpha", "beta", "gamma", "delta", "数据", "备份", "恢复")
    text = bytearray()
    while len(text) < size:
        text += random.choice(words).encode() + (b"\n" if random.random() < 0.1 else b" ")
    return bytes(text)


def _preferences(random: Random) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<preferences version="1.0">\n'
        f'  <int key="launches" value="{random.randrange(1000)}"/>\n'
        '  <string key="nickname">小明 &amp; co</string>\n</preferences>\n'
    ).encode()


def _database(random: Random) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.db"
        connection = sqlite3.connect(path)
        connection.execute("create table record (id integer primary key, title text, body blob)")
        connection.executemany(
            "insert into record (title, body) values (?, ?)",
            [(f"记录 {number}", random.randbytes(200)) for number in range(40)],
        )
        connection.commit()
        connection.close()
        return path.read_bytes()


class Recipe(msgspec.Struct, frozen=True):
    """How a set is made; ``most_places``: so many directories are filled, the first ones of the configuration."""

    name: str
    fill: Callable[[Placement, Random], list[SeedFile]]
    most_places: int


RECIPES = (
    Recipe("typical", _typical, 100),
    Recipe("many-small", _many_small, 2),
    Recipe("big", _big, 1),
    Recipe("odd-names", _odd_names, 2),
)
