"""An archive with other files in it: what somebody else, or a broken disk, could hand to a restore."""

from __future__ import annotations

import copy
import io
import json
import tarfile
from collections.abc import Callable, Mapping

import msgspec

from ...emulator.backup.archive import Archive, ArchivedFile

Edit = Callable[[str, bytes], list[tuple[str, bytes]]]
"""What stands in the place of a file, given its path and content: nothing, or files with their paths."""


def edited(archive: Archive, edit: Edit) -> Archive:
    """``archive`` after ``edit`` of each of its files, by the paths that they will have; all else stays, and the order.

    Of a file that travels by itself nothing but the content can change; it can also be gone.
    """
    index = {entry["fileName"]: entry for entry in json.loads(archive.manage_text) or ()}
    files: dict[str, ArchivedFile] = {}
    for name, file in archive.files.items():
        entry = index.get(name)
        content: bytes | None = file.content
        if entry is not None and name.endswith(".tar") and not entry["isUserTar"]:
            content = _edited_tar(file.content, edit)
        elif entry is not None:
            path = str(entry["information"]["path"])
            content = dict(edit(path, file.content)).get(path)
        if content is not None:
            files[name] = ArchivedFile(content, file.report)
    return msgspec.structs.replace(archive, files=files)


def rewritten(archive: Archive, contents: Mapping[str, bytes]) -> Archive:
    """``archive`` with ``contents`` by the paths that the files will have."""
    return edited(archive, lambda path, content: [(path, contents.get(path, content))])


def _edited_tar(content: bytes, edit: Edit) -> bytes:
    """Old-style headers as the framework writes them (packing/tar.py): long names in GNU records, no others."""
    made = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(content)) as source,
        tarfile.open(fileobj=made, mode="w", format=tarfile.GNU_FORMAT) as target,
    ):
        for member in source:
            opened = source.extractfile(member) if member.isfile() else None
            if opened is None:
                target.addfile(member)
                continue
            own = "/" + member.name.strip("/")
            for path, data in edit(own, opened.read()):
                there = copy.copy(member)
                there.name = member.name if path == own else path.lstrip("/")
                there.size = len(data)
                target.addfile(there, io.BytesIO(data))
    return made.getvalue()
