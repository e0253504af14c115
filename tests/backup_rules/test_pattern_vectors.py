"""Patterns of excludes and valid names of a restore: the worked vectors V114-V116 of the file notes."""

from __future__ import annotations

import pytest
from ohos_backup.emulator.backup.paths import is_valid_path
from ohos_backup.emulator.backup.selection.pattern import matches_path_or_parent


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("/a/b/*", "/a/b", False),
        ("/a/b/*", "/a/b/", True),
        ("/a/b/*", "/a/b/c/d", True),
        ("test", "/a/test", False),
        ("*", "/a", True),
        ("/a/?", "/a/b/c", True),
    ],
)
def test_a_pattern_matches_a_path_or_what_is_above_it(pattern: str, path: str, matches: bool) -> None:
    assert matches_path_or_parent(pattern, path) is matches


@pytest.mark.parametrize(("path", "valid"), [("/test../test../x", True), ("/test/..test/..", False)])
def test_only_whole_components_climb(path: str, valid: bool) -> None:
    assert is_valid_path(path) is valid
