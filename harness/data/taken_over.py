"""Which data of the previous system generation an app took over and damaged on the way.

Only what shows that it was meant to arrive is judged: a file of its name and folder is there afterwards, or the
extension has read the old file and one of its name, or a settings store with its values, is there. An app may leave out
or remodel anything else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from .content import Unreadable, is_preferences, preferences_of
from .lost_content import vanished
from .old_generation import SCALARS
from .tree import Change, Node, Tree

SHORT_LIVED = ("/cache/", "/temp/")
ENOUGH = 2
"""So many values of an old settings file in a store of its name show that it was taken over."""


def damaged(old: Mapping[str, bytes], read: Set[str], before: Tree, after: Tree) -> tuple[Change, ...]:
    """Of the ``old`` files by their path, of which the extension has ``read`` some, what did not come whole from the
    app's files ``before`` an upgrade to those ``after`` it. What lies in a folder that the system may empty at any time
    has not come."""
    new = {path: node for path, node in after.items() if path not in before and node.kind == "file"}
    return (*_files(old, read, new), *_settings(read, new))


def _files(old: Mapping[str, bytes], read: Set[str], new: Tree) -> Iterator[Change]:
    names = {_name(path) for path in new}
    wanted: dict[str, Node] = {}
    for path, content in old.items():
        _, below, name = path.partition("/files/")
        in_place = "/" in name and any(arrived.endswith(f"/{name}") for arrived in new)
        if below and (in_place or (path in read and _name(path) in names)):
            wanted[path] = Node(kind="file", mode=0, mtime_ns=0, content=content)
    yield from vanished(wanted, {path: node for path, node in new.items() if not _is_short_lived(path)})


def _settings(read: Set[str], new: Tree) -> Iterator[Change]:
    old = {_name(path).removesuffix(".xml") for path in read if "/shared_prefs/" in path}
    for path, node in sorted(new.items()):
        if _name(path).removesuffix(".xml") not in old or not is_preferences(node.content):
            continue
        try:
            entries = preferences_of(node.content).entries
        except Unreadable as why:
            yield Change(path, "content", "settings of the old generation", f"unreadable: {why}")
            continue
        arrived = {key: value for key, value in SCALARS.items() if key in entries}
        wrong = [key for key, value in arrived.items() if not _same(entries[key], value)]
        if wrong and len(arrived) - len(wrong) >= ENOUGH:
            key = wrong[0]
            yield Change(path, "content", f"{key} is {arrived[key]!r} in the old settings", f"{entries[key]!r}")


def _same(found: str, wanted: str) -> bool:
    """A number may be spelt in many ways, and a truth as a number."""
    if found == wanted or (wanted, found) in (("true", "1"), ("false", "0")):
        return True
    try:
        return float(found) == float(wanted)
    except ValueError:
        return False


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _is_short_lived(path: str) -> bool:
    return any(folder in path for folder in SHORT_LIVED)
