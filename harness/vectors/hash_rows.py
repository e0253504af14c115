"""Rows of hash.jsonl: names of big files, path hashes, hashes of contents."""

from __future__ import annotations

from typing import Any

from ...emulator.backup.naming import BigFileNames, hash_name, report_hash_name
from ...emulator.backup.selection.user0 import file_hash
from .row_view import RowView
from .rows import Row, bytes_of, recorded, text_of


def replay(row: Row) -> dict[str, Any]:
    given = row["in"]
    text = text_of(given["text"])
    if given["op"] == "name":
        names = BigFileNames()
        return {
            "GenHashName": hash_name(text),
            "HashFilePath": report_hash_name(text),
            "bigFileNames_add_twice_then_anco": [
                recorded(names.add(text)),
                recorded(names.add(text)),
                recorded(names.add(text, tag="_anco")),
            ],
        }
    view = RowView()
    view.make_directory("/data")
    path = text
    if given["op"] == "file":
        path = "/content"
        view.write_file(path, bytes_of(given["text"]))
    content_hash = file_hash(view, path)
    error = 0
    if not content_hash:
        try:
            view.read_file(path)
        except OSError as failure:
            error = failure.errno or 0
    return {"err": error, "hash": content_hash}
