"""The tree of a git ref as files in a temporary folder; neither the work tree nor the index is touched."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
import tempfile
from pathlib import Path

import msgspec

from ...emulator.errors import OhosBackupError


class NoGit(OhosBackupError):
    """git is not installed, or the app lies in no repository."""

    code = "E-GIT"


class UnknownRef(OhosBackupError):
    code = "E-GIT-REF"


class GitTree(msgspec.Struct, frozen=True):
    """``folder`` holds the files of the ref, ``top`` is the repository's own work tree."""

    folder: Path
    top: Path


_made: dict[tuple[Path, str], tempfile.TemporaryDirectory[str]] = {}
"""By repository and commit; the folders go when the process ends."""


def tree_of(folder: Path, ref: str) -> GitTree:
    """The tree of ``ref`` in the repository in which ``folder`` lies. Raises NoGit and UnknownRef."""
    try:
        top = Path(_git(folder, "rev-parse", "--show-toplevel").decode().strip()).resolve()
    except _GitRefused as refused:
        raise NoGit(
            f"the app lies in no git repository that can be read: {refused}",
            mend="Give the folder of the older sources instead of git:REF.",
        ) from None
    commit = _commit(top, ref)
    if (top, commit) not in _made:
        made = tempfile.TemporaryDirectory(prefix="ohos-backup-")
        content = _git(top, "archive", "--format=tar", commit)
        _extract(content, Path(made.name), ref)
        _made[top, commit] = made
    return GitTree(Path(_made[top, commit].name).resolve(), top)


def _commit(top: Path, ref: str) -> str:
    try:
        if not ref or ref.startswith("-"):
            raise _GitRefused
        return _git(top, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}").decode().strip()
    except _GitRefused:
        raise UnknownRef(
            f"the app's git repository has no ref '{ref}'",
            mend="Give a tag, a branch or a commit. A shallow clone has few of them: 'git fetch --tags --unshallow'.",
        ) from None


def _extract(content: bytes, folder: Path, ref: str) -> None:
    """A link that leads out of the tree is of no use here, and a danger. Of an empty tree git makes half an archive."""
    try:
        with tarfile.open(fileobj=io.BytesIO(content)) as tar:
            tar.extractall(folder, filter="data")
    except tarfile.FilterError as error:
        raise UnknownRef(f"the tree of '{ref}' cannot be laid out: {error}") from None
    except tarfile.ReadError:
        return


class _GitRefused(Exception):
    """What git said."""


def _git(folder: Path, *arguments: str) -> bytes:
    # Inside a git hook the environment names that hook's repository and index.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise NoGit(
            "git is not installed, so git:REF cannot be read",
            mend="Install git, or give the folder of the older sources.",
        ) from None
    if done.returncode != 0:
        raise _GitRefused(done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: "))
    return done.stdout
