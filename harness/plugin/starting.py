"""Before any case runs: is what was asked for there and usable? If not, one message and an exit code, no traceback."""

from __future__ import annotations

import sys
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ..suite_place import SUITE, suite_folder
from .options import SETTINGS
from .processors import keep_to_one_processor

if TYPE_CHECKING:
    from ...emulator.errors import OhosBackupError


@pytest.hookimpl(wrapper=True)
def pytest_cmdline_main(config: pytest.Config) -> Generator[None, object, object]:
    """Bad input for the suite ends plain pytest with the exit code that the command has for it."""
    try:
        return (yield)
    except pytest.UsageError as error:
        from ...emulator.errors import OhosBackupError
        from ..exit_codes import ExitCode

        if not isinstance(error.__cause__, OhosBackupError):
            raise
        print(f"error: {error}", file=sys.stderr)
        return ExitCode.CANNOT_BE_JUDGED


def pytest_sessionstart(session: pytest.Session) -> None:
    """Load the app, the profile and the data sets, if the suite is to be run, before anything else happens."""
    if not suite_is_asked_for(session.config):
        return
    if hasattr(session.config, "workerinput"):
        keep_to_one_processor()
        return
    from ...emulator.errors import OhosBackupError

    try:
        session.config.stash[SETTINGS].prepare()
    except OhosBackupError as error:
        raise usage_error(error) from error


def usage_error(error: OhosBackupError) -> pytest.UsageError:
    """To be raised ``from error``: pytest ends with its message and the exit code for bad input."""
    return pytest.UsageError(f"{error}  [{error.code}]")


def suite_is_asked_for(config: pytest.Config) -> bool:
    """Whether this run of pytest was given the conformance suite, or a part of it."""

    def names_suite(argument: str) -> bool:
        place = argument.partition("::")[0]
        if place == SUITE or place.startswith(f"{SUITE}."):
            return True
        return suite_folder() in (path := Path(config.invocation_params.dir, place).absolute(), *path.parents)

    return any(names_suite(argument) for argument in config.args)
