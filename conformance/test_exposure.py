"""SEC-003 and SEC-004: what a backup handles is shown to nobody, on the way neither."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from fnmatch import fnmatchcase

import pytest

from ..emulator.backup.api import SessionResult
from ..emulator.trace import LogLine
from ..harness.archives.content import content_of
from ..harness.data.data_set import DataSet
from ..harness.data.tree import Tree
from ..harness.scenarios.case import Case
from ..harness.scenarios.exposure import OTHERS, Exposed, ExposureWatch, is_shared
from ..harness.scenarios.trial import Trial
from ..harness.settings import Secrets
from .steps import archive_from, plain_backup, plain_restore, seeded

SHORTEST_TELLING = 16
"""Shorter content, in bytes, may be anything."""

SHORTEST_SECRET = 6


@pytest.mark.requirement("SEC-003")
@pytest.mark.parametrize("session", ["backup", "restore"])
def test_nothing_is_shown_to_others(case: Case, session: str, data_set: DataSet) -> None:
    made = plain_backup(case, data_set)
    archive = archive_from(case, made.result)
    private = [
        node.content
        for path, node in made.before.items()
        if node.kind == "file" and len(node.content) >= SHORTEST_TELLING and not is_shared(path)
    ]
    closed = [
        node.content
        for node in made.before.values()
        if node.kind == "file" and len(node.content) >= SHORTEST_TELLING and not node.mode & OTHERS
    ]
    if not private:
        case.not_applicable("the data set holds nothing of the user's that could be shown")
    trial = seeded(case, data_set)[0] if session == "backup" else case.device()
    watch = ExposureWatch(trial)
    trial.device.filesystem.fault = watch
    if session == "backup":
        trial.backup()
    else:
        trial.restore(archive)
    trial.device.filesystem.fault = None
    watch.look()
    if not watch.seen:
        case.not_applicable(f"the extension does nothing with files during a {session}")
    for exposed in watch.exposed:
        require_hidden(case, exposed, private if exposed.shared else closed, session)


def require_hidden(case: Case, exposed: Exposed, contents: Iterable[bytes], session: str) -> None:
    where = (
        "in a folder that others see" if exposed.shared else f"with mode {exposed.mode:04o}, so that anybody may read"
    )
    case.require(
        not any(content in exposed.content for content in contents),
        f"during the {session} the extension puts the user's data into {exposed.path}, {where}",
    )


@pytest.mark.requirement("SEC-004")
def test_a_secret_is_in_no_log_and_no_file_that_the_extension_made(case: Case, data_set: DataSet) -> None:
    named = case.subject.settings.secrets
    if not named.values and not named.files:
        case.not_applicable("ohos-backup.toml names no secrets: [secrets] with values and files")
    secrets = planted(named, data_set)
    if not secrets:
        case.not_applicable("the data set holds none of the secrets that ohos-backup.toml names")
    made = plain_backup(case, data_set)
    require_secret(case, "backup", made.trial, made.result, made.before, secrets)
    archive = archive_from(case, made.result)
    for path, content in content_of(archive).items():
        if path not in made.before:
            require_absent(case, f"{path}, which the extension made for the backup,", content, secrets)
    restored = plain_restore(case, archive)
    require_secret(case, "restore", restored.trial, restored.result, made.before, secrets)


def planted(named: Secrets, data_set: DataSet) -> tuple[bytes, ...]:
    """The secrets that the data set really holds."""
    found = {value.encode() for value in named.values if any(value.encode() in file.content for file in data_set.files)}
    for file in data_set.files:
        if any(fnmatchcase(file.path.lstrip("/"), pattern.lstrip("/")) for pattern in named.files):
            found.add(file.content.strip())
    return tuple(sorted(secret for secret in found if len(secret) >= SHORTEST_SECRET))


def require_secret(
    case: Case, session: str, trial: Trial, result: SessionResult, before: Tree, secrets: tuple[bytes, ...]
) -> None:
    for event in trial.events(result):
        if isinstance(event, LogLine):
            require_absent(case, f"the log of the {session} ({event.log_tag})", event.text.encode(), secrets)
    for path, node in trial.tree().items():
        if node.kind == "file" and path not in before:
            require_absent(case, f"{path}, which the extension left behind after the {session},", node.content, secrets)


def require_absent(case: Case, where: str, content: bytes, secrets: tuple[bytes, ...]) -> None:
    for number, secret in enumerate(secrets, 1):
        for form, text in forms(secret).items():
            case.require(
                text not in content,
                f"{where} holds secret {number} of {len(secrets)} ({len(secret)} bytes) {form}",
            )


def forms(secret: bytes) -> dict[str, bytes]:
    """How clear text is written down."""
    found = {
        "in clear text": secret,
        "as Base64": base64.b64encode(secret).rstrip(b"="),
        "in hexadecimal digits": secret.hex().encode(),
    }
    # The last letters of Base64 depend on what follows the secret.
    found["as Base64"] = found["as Base64"][: len(secret) // 3 * 4]
    return found
