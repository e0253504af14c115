"""What a restore owes: which of the files on a device have to be there again after it."""

from __future__ import annotations

from ..data.data_set import DataSet
from ..data.tree import Tree
from ..settings.globs import path_matches
from .selection import selected
from .trial import Trial


def owed(trial: Trial, data_set: DataSet, tree: Tree | None = None) -> Tree:
    """Of the files of ``data_set`` on the device, now or in ``tree``: those that the team says must survive.

    Where it says nothing: all of a set of its own, of a generated one what the configuration selects. A directory
    without files is not carried reliably (file notes, rule 39), and what may change in any way is not owed.
    """
    found = trial.tree() if tree is None else tree
    survive = trial.subject.settings.expect.survive
    if survive is not None:
        wanted = {f.path for f in data_set.files if any(path_matches(pattern, f.path) for pattern in survive)}
    elif data_set.must_survive:
        wanted = {file.path for file in data_set.files}
    else:
        wanted = set(selected(trial))
    return {p: node for p, node in found.items() if p in wanted and node.kind == "file" and not node.overlooked}
