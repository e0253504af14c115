"""An archive with other content in some of its files: what somebody else could hand to a restore."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Mapping

import msgspec

from ..emulator.backup.archive import Archive, ArchivedFile


def rewritten(archive: Archive, contents: Mapping[str, bytes]) -> Archive:
    """``archive`` with ``contents`` by the paths that the files will have; all else, and the order, stays."""
    index = {entry["fileName"]: entry for entry in json.loads(archive.manage_text) or ()}
    files: dict[str, ArchivedFile] = {}
    for name, file in archive.files.items():
        entry = index.get(name)
        content = file.content
        if entry is not None and name.endswith(".tar") and not entry["isUserTar"]:
            content = _rewritten_tar(content, contents)
        elif entry is not None:
            content = contents.get(str(entry["information"]["path"]), content)
        files[name] = ArchivedFile(content, file.report)
    return msgspec.structs.replace(archive, files=files)


def _rewritten_tar(content: bytes, contents: Mapping[str, bytes]) -> bytes:
    """Old-style headers as the framework writes them (packing/tar.py): long names in GNU records, no others."""
    made = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(content)) as source,
        tarfile.open(fileobj=made, mode="w", format=tarfile.GNU_FORMAT) as target,
    ):
        for member in source:
            opened = source.extractfile(member) if member.isfile() else None
            data = opened.read() if opened is not None else b""
            data = contents.get("/" + member.name.strip("/"), data)
            member.size = len(data)
            target.addfile(member, io.BytesIO(data) if opened is not None else None)
    return made.getvalue()
