"""The results as files that Allure's commands read, in the conventions of allure-pytest: one file a case."""

from __future__ import annotations

from .folder import AllureFile, allure_files, categories, environment
from .test_case import AllureCase, AllureRun, allure_case, run_of

__all__ = [
    "AllureCase",
    "AllureFile",
    "AllureRun",
    "allure_case",
    "allure_files",
    "categories",
    "environment",
    "run_of",
]
