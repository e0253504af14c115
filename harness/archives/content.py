"""What is in an archive, read by independent means: Python's tarfile and the index."""

from __future__ import annotations

import io
import json
import tarfile

from ...emulator.backup.archive import Archive


def content_of(archive: Archive) -> dict[str, bytes]:
    """Every file in the archive by the path it will have, without directories; an index without entries is null."""
    index = {entry["fileName"]: entry for entry in json.loads(archive.manage_text) or ()}
    contents: dict[str, bytes] = {}
    for name, entry in index.items():
        file = archive.files.get(name)
        if file is None:
            continue
        if name.endswith(".tar") and not entry["isUserTar"]:
            contents.update(_members(file.content))
        else:
            contents[str(entry["information"]["path"])] = file.content
    return contents


def _members(content: bytes) -> dict[str, bytes]:
    members: dict[str, bytes] = {}
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        for member in tar:
            if member.isfile():
                data = tar.extractfile(member)
                assert data is not None
                members["/" + member.name.lstrip("/")] = data.read()
    return members
