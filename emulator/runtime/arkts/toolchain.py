"""The ArkTS compiler itself: OpenHarmony's fork of TypeScript, at one exact version, checked and kept in the cache.

It comes from npm with the user's own npm settings (registry, proxy, certificates), once. Only ``lib/typescript.js``
of the package is kept, with its licence.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import filelock

from ...errors import OhosBackupError
from .cache import CacheUnwritable, cache_directory, make_directory, write_atomically
from .node import npm_command

PACKAGE = "ohos-typescript"
VERSION = "4.9.5-r10"
INTEGRITY = "sha512-UyLXhBnUe5H4HGugf1ocYPawod0Q4ituiUATYoHIR5y4uxnH4+8ddD39aeLgcQah1YMv2DRKRaL9W1jgtnbEtQ=="
"""Of the package file, as npm states it (``npm view ohos-typescript@4.9.5-r10 dist.integrity``)."""
COMPILER_SHA256 = "af9e3c4689e3250de1d869b219abb76081c6ea1d3df81bd6b8f6a74c3174b6bc"
"""Of ``lib/typescript.js`` in that package."""
TOOLCHAIN_VARIABLE = "OHOS_BACKUP_TOOLCHAIN"
FETCH_SECONDS = 300

Progress = Callable[[str], None]

_KEPT = {
    "package/LICENSE": "LICENSE",
    "package/ThirdPartyNoticeText.txt": "ThirdPartyNoticeText.txt",
    "package/lib/typescript.js": "typescript.js",
}
_AIR_GAPPED = (
    "on a machine with network run 'ohos-backup toolchain install --dir DIR', "
    f"copy DIR here and set {TOOLCHAIN_VARIABLE} to it"
)


class ToolchainUnavailable(OhosBackupError):
    """The compiler is not in the cache and could not be fetched."""

    code: ClassVar[str] = "E-TOOLCHAIN-FETCH"


class ToolchainCorrupt(OhosBackupError):
    """What came from npm is not what we pinned."""

    code: ClassVar[str] = "E-TOOLCHAIN-INTEGRITY"


class ToolchainDirectoryWrong(OhosBackupError):
    """The folder named by ``OHOS_BACKUP_TOOLCHAIN`` does not hold the compiler that this version needs."""

    code: ClassVar[str] = "E-TOOLCHAIN-DIRECTORY"


def tell_stderr(line: str) -> None:
    """The ordinary progress callback: one line to standard error."""
    print(line, file=sys.stderr, flush=True)


def require_named_directory() -> None:
    """Raises ToolchainDirectoryWrong when ``OHOS_BACKUP_TOOLCHAIN`` is set and no compiler lies there. Whether it is
    the right one is asked when it is used."""
    named = os.environ.get(TOOLCHAIN_VARIABLE)
    if named:
        _scripts_in(Path(named).expanduser())


def installed_compiler() -> Path | None:
    """Path of a verified ``typescript.js`` that need not be fetched any more, None when it would have to be.

    Raises ToolchainDirectoryWrong.
    """
    named = os.environ.get(TOOLCHAIN_VARIABLE)
    if named:
        return _prefetched(Path(named).expanduser())
    script = _home() / "typescript.js"
    return script if _is_intact(script) else None


def compiler_script(progress: Progress = tell_stderr) -> Path:
    """Path of a verified ``typescript.js``; fetched if this is the first use or if the cached one is damaged."""
    return installed_compiler() or install(None, progress)


def install(directory: Path | None = None, progress: Progress = tell_stderr) -> Path:
    """Fetch the compiler into ``directory``, by default the cache, unless it is there; answers its script's path.

    Any number of processes may do this at once: one fetches, the others wait for it.
    """
    home = make_directory(directory or _home())
    script = home / "typescript.js"
    try:
        with filelock.FileLock(home / ".lock", timeout=FETCH_SECONDS):
            if not _is_intact(script):
                damaged = ", the copy in the cache is damaged" if script.exists() else ", once"
                progress(f"Fetching the ArkTS compiler ({PACKAGE} {VERSION}{damaged}) …")
                _unpack(_fetch(), home)
    except filelock.Timeout as error:
        raise ToolchainUnavailable(
            f"another process has been fetching the ArkTS compiler for {FETCH_SECONDS} s",
            mend=f"end it, or remove {home / '.lock'}",
        ) from error
    except OSError as error:
        raise CacheUnwritable(home, error) from error
    return script


def can_be_fetched(seconds: float) -> bool:
    """Whether npm, with the user's own settings, finds the compiler within ``seconds``. Raises NodeUnusable."""
    command = [*npm_command(), "view", f"{PACKAGE}@{VERSION}", "version", "--fetch-retries=0", "--no-update-notifier"]
    try:
        done = subprocess.run(
            command, cwd=tempfile.gettempdir(), capture_output=True, text=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0 and VERSION in done.stdout


def _home() -> Path:
    return cache_directory() / "toolchain" / f"{PACKAGE}-{VERSION}"


def _is_intact(script: Path) -> bool:
    try:
        return hashlib.sha256(script.read_bytes()).hexdigest() == COMPILER_SHA256
    except OSError:
        return False


def _prefetched(directory: Path) -> Path:
    """The compiler in a folder made by ``toolchain install --dir``, or in an unpacked npm package."""
    for script in _scripts_in(directory):
        if _is_intact(script):
            return script
    raise ToolchainDirectoryWrong(
        f"{TOOLCHAIN_VARIABLE} names {directory}, which holds {_version_in(directory)}, not {PACKAGE} {VERSION}",
        mend=_AIR_GAPPED,
    )


def _scripts_in(directory: Path) -> list[Path]:
    scripts = [directory / place for place in ("typescript.js", "lib/typescript.js")]
    present = [script for script in scripts if script.is_file()]
    if not present:
        raise ToolchainDirectoryWrong(
            f"{TOOLCHAIN_VARIABLE} names {directory}, where there is no typescript.js", mend=_AIR_GAPPED
        )
    return present


def _version_in(directory: Path) -> str:
    try:
        package = json.loads((directory / "package.json").read_text("utf-8"))
        return f"{package['name']} {package['version']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another or a damaged compiler"


def _fetch() -> bytes:
    """The package file as npm gives it; its digest is checked here, whatever npm did."""
    with tempfile.TemporaryDirectory(prefix="ohos-backup-") as place:
        options = ["--ignore-scripts", "--no-update-notifier", "--no-fund", "--no-audit", "--fetch-retries=1"]
        options += ["--fetch-retry-mintimeout=1000", "--loglevel=error"]
        command = [*npm_command(), "pack", f"{PACKAGE}@{VERSION}", "--pack-destination", place, *options]
        try:
            done = subprocess.run(
                command, cwd=place, capture_output=True, text=True, errors="replace", timeout=FETCH_SECONDS, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise ToolchainUnavailable(
                f"npm did not deliver {PACKAGE} {VERSION} within {FETCH_SECONDS} s", mend=_AIR_GAPPED
            ) from error
        files = list(Path(place).glob("*.tgz"))
        if done.returncode != 0 or len(files) != 1:
            raise ToolchainUnavailable(
                f"npm could not fetch {PACKAGE} {VERSION}: {_reason(done.stderr)}",
                mend=f"check the network and npm's settings (registry, proxy); without network: {_AIR_GAPPED}",
            )
        content = files[0].read_bytes()
    digest = "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()
    if digest != INTEGRITY:
        raise ToolchainCorrupt(
            f"npm delivered {PACKAGE} {VERSION} with the wrong content ({digest[:23]}…, expected {INTEGRITY[:23]}…)",
            mend="the registry or a proxy changed the package: use another registry",
        )
    return content


def _reason(complaint: str) -> str:
    """What npm says is wrong, on one line, without its codes, paths of logs and advice."""
    prefixes = ("npm error ", "npm ERR! ")
    lines = [line.removeprefix(prefixes[0]).removeprefix(prefixes[1]).strip() for line in complaint.splitlines()]
    telling = [
        line for line in lines if line and not line.startswith(("code ", "errno ", "syscall ", "A complete log"))
    ]
    return telling[0] if telling else "it gave no reason"


def _unpack(package: bytes, home: Path) -> None:
    """Each file is renamed into place when it is whole, the script last: with it the toolchain is there."""
    with tempfile.TemporaryFile() as stream:
        stream.write(package)
        stream.seek(0)
        with tarfile.open(fileobj=stream, mode="r:gz") as archive:
            for member, name in _KEPT.items():
                content = archive.extractfile(member)
                assert content is not None, "the digest of the package was checked, so its members are known"
                write_atomically(home / name, content.read())
