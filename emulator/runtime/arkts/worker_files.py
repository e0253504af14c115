"""Where the path of a worker leads: the forms that ``new worker.ThreadWorker(path)`` takes.

Source: commonlibrary_ets_utils js_concurrent_module/common/helper/path_helper.cpp; openharmony/docs, arkts-utils
worker-introduction (file path precautions).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

WORKER = "worker:"
"""Begins the specifiers that the compiler makes of texts which may name a worker's file (compile/translate.cjs)."""


def worker_specifiers(importer: Path, path: str) -> Iterator[str]:
    """What to import for the worker ``path`` in code of the file ``importer``, the likeliest first.

    ``<module>/ets/…``, ``@bundle:<bundle>/<module>/ets/…`` and relative paths are imports as they stand.
    """
    yield path
    package, separator, rest = path.partition("/ets/")
    if separator and package:
        # A file of another package: `@scope/har/ets/workers/W.ets`.
        yield f"{package}/src/main/ets/{rest}"
    own = _own_sources(importer)
    if own is not None and not path.startswith(("@", ".")):
        inside = path.lstrip("/")
        if inside.startswith(("ets/", "workers/")):
            yield f"{own}/{inside.removeprefix('ets/')}"


def _own_sources(importer: Path) -> str | None:
    """The ``ets`` folder that ``importer`` lies in, relative to it."""
    for steps, folder in enumerate(importer.parents):
        if folder.name == "ets" and folder.parent.name == "main":
            return "/".join([".", *[".."] * steps])
    return None
