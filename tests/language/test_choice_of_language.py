"""Which language a user gets: what was asked for, then OHOS_BACKUP_LANG, then the locale."""

from __future__ import annotations

import pytest
from ohos_backup.reports.language import language_of


@pytest.mark.parametrize(
    ("asked", "environment", "language"),
    [
        (None, {}, "en"),
        ("zh", {}, "zh"),
        ("zh-Hans", {}, "zh"),
        ("en", {"OHOS_BACKUP_LANG": "zh"}, "en"),
        (None, {"OHOS_BACKUP_LANG": "zh", "LANG": "en_US.UTF-8"}, "zh"),
        (None, {"OHOS_BACKUP_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        (None, {"LANG": "zh_CN.UTF-8"}, "zh"),
        (None, {"LANG": "zh_TW"}, "zh"),
        (None, {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        (None, {"LC_ALL": "", "LC_MESSAGES": "zh_CN.UTF-8", "LANG": "de_DE"}, "zh"),
        (None, {"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_nearest_wish_decides(asked: str | None, environment: dict[str, str], language: str) -> None:
    assert language_of(asked, environment) == language


@pytest.mark.parametrize(("asked", "environment"), [("fr", {}), (None, {"OHOS_BACKUP_LANG": "zhongwen"})])
def test_a_language_that_there_is_not_is_refused(asked: str | None, environment: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"^(fr|zhongwen)$"):
        language_of(asked, environment)
