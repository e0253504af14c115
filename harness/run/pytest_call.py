"""What pytest is called with: its command line, and an environment in which nobody else has a say."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager

from ..plugin.options import PREFIX
from ..suite_place import SUITE, suite_folder
from .options import SuiteOptions, wants_coverage


def pytest_arguments(options: SuiteOptions) -> list[str]:
    arguments = ["--pyargs", SUITE, "-c", str(suite_folder() / "suite.ini"), "--rootdir", str(suite_folder())]
    # pytest runs a conftest.py that it finds where the command is typed, or in a folder "tests" there.
    arguments += ["--noconftest"]
    unneeded = ("terminal", "cacheprovider", "junitxml", "unraisableexception", "threadexception")
    for plugin in (*(f"no:{name}" for name in unneeded), "ohos_backup.harness.plugin"):
        arguments += ["-p", plugin]
    arguments += [f"{PREFIX}-app", options.address, f"{PREFIX}-seed", str(options.seed)]
    arguments += [f"{PREFIX}-data={folder}" for folder in options.data]
    arguments += [f"{PREFIX}-from={address}" for address in options.older]
    arguments += [f"{PREFIX}-case={name}" for name in options.cases]
    if options.profile:
        arguments += [f"{PREFIX}-profile={options.profile}"]
    if options.exhaustive:
        arguments += [f"{PREFIX}-exhaustive"]
    if options.level:
        arguments += [f"{PREFIX}-level={options.level}"]
    arguments += [f"{PREFIX}-fail-on={outcome}" for outcome in options.fail_on]
    if options.strict:
        arguments += [f"{PREFIX}-strict"]
    if options.shard:
        arguments += [f"{PREFIX}-shard={options.shard}"]
    if options.fail_fast:
        arguments += [f"{PREFIX}-fail-fast"]
    if options.changed:
        arguments += [f"{PREFIX}-changed"]
    if wants_coverage(options):
        arguments += [f"{PREFIX}-coverage"]
    if options.workers > 1:
        arguments += ["-p", "xdist.plugin", "-n", str(options.workers), "--dist", "loadgroup"]
    return arguments


@contextmanager
def undisturbed_environment() -> Generator[None]:
    """Neither the user's PYTEST_ADDOPTS nor plugins that happen to be installed may change a verdict."""
    before = dict(os.environ)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
