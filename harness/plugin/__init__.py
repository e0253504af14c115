"""The pytest plugin ``ohos_backup``: options, markers, fixtures; heavy imports wait until one of them is used."""

from __future__ import annotations

from .collecting import (
    pytest_collect_directory,
    pytest_collection_modifyitems,
    pytest_generate_tests,
)
from .coverage import pytest_collection_finish
from .fixtures import backup, case, device, installed_app, restore, typical
from .garbage import pytest_runtestloop
from .options import pytest_addoption, pytest_configure
from .outcomes import pytest_report_teststatus, pytest_runtest_makereport
from .sharing_out import pytest_itemcollected
from .starting import pytest_cmdline_main, pytest_sessionstart

__all__ = [
    "backup",
    "case",
    "device",
    "installed_app",
    "pytest_addoption",
    "pytest_cmdline_main",
    "pytest_collect_directory",
    "pytest_collection_finish",
    "pytest_collection_modifyitems",
    "pytest_configure",
    "pytest_generate_tests",
    "pytest_itemcollected",
    "pytest_report_teststatus",
    "pytest_runtest_makereport",
    "pytest_runtestloop",
    "pytest_sessionstart",
    "restore",
    "typical",
]
