"""A finished English text becomes the Chinese text of the template that it was made from, with the same values."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ohos_backup.reports.language import ENGLISH, words_in
from ohos_backup.reports.language.catalogue import messages_of
from ohos_backup.reports.language.matching import Matcher
from ohos_backup.reports.language.template import filled, names_in
from ohos_backup.reports.model import TimelineEntry
from ohos_backup.reports.wording import timeline_text

MESSAGES = messages_of("zh").told
TEMPLATES = sorted(english for english in MESSAGES if names_in(english))
CHINESE = words_in("zh")
NEUTRAL = st.text("0123456789日记_/", min_size=1, max_size=12).map(lambda text: f"/{text}/")
"""Values that no template could take for words of its own."""


@settings(max_examples=5)
@given(texts=st.lists(NEUTRAL, min_size=8, max_size=8))
def test_what_stands_in_a_placeholder_of_any_template_is_carried_over(texts: list[str]) -> None:
    matcher = Matcher(MESSAGES)
    for template in TEMPLATES:
        values = dict(zip(dict.fromkeys(names_in(template)), texts, strict=False))

        assert matcher.translated(filled(template, values)).strip() == filled(MESSAGES[template], values).strip()


def test_a_text_that_no_template_fits_stays_as_it_is() -> None:
    assert CHINESE.told("TypeError: cannot read properties of undefined") == (
        "TypeError: cannot read properties of undefined"
    )


def test_a_message_inside_a_message_is_translated_too() -> None:
    english = "the restore on a fresh device ends with code 13500003, Extension process timeout"

    assert CHINESE.told(english) == "在全新设备上恢复，结束时为错误码 13500003（扩展进程超时）"


def test_a_name_between_quotes_is_nobodys_message() -> None:
    assert CHINESE.told("there is no module 'restore'") == "没有模块 'restore'"


def test_problems_in_a_row_end_where_the_next_one_begins() -> None:
    english = "'a' is no key of the configuration; did you mean 'b'?; 'c' is no key of the configuration"

    assert CHINESE.told(english) == "'a' 不是配置的键；是不是想写 'b'？；'c' 不是配置的键"


def test_a_value_at_the_end_may_be_absent() -> None:
    assert CHINESE.told("extension ended: disconnected") == "扩展结束：连接断开"


@pytest.mark.parametrize(
    ("lane", "english", "chinese"),
    [
        ("callback", "onBackup threw Error: no space", "onBackup 抛出 Error: no space"),
        ("callback", 'onRestore({"name": "threw away"})', 'onRestore({"name": "threw away"})'),
        ("log", "info Notes: the process is kept", "info Notes: the process is kept"),
        ("log", "stand-in libentry.so.add threw Error", "替身 libentry.so.add 抛出 Error"),
        ("framework", "disconnect the process is kept", "disconnect 进程保留"),
        ("problem", "uncaught timer: Error: late", "未捕获（定时器）：Error: late"),
    ],
)
def test_of_a_timeline_everything_is_translated_but_what_the_app_said(lane: str, english: str, chinese: str) -> None:
    entry = TimelineEntry(time_ms=0, lane=lane, text=english)

    assert timeline_text(entry, CHINESE) == chinese
    assert timeline_text(entry, ENGLISH) == english


def test_position_and_mend_of_an_error_keep_their_places() -> None:
    english = "entry/src/main/module.json5:3:5: 'name' is missing\n  Save it as UTF-8."

    assert CHINESE.told(english) == "entry/src/main/module.json5:3:5: 缺少 'name'\n  请保存为 UTF-8。"


def test_differences_are_told_with_what_happened_to_each() -> None:
    english = "after the restore the data is not what was backed up: /a.txt (content), /日记.txt (missing) and 3 more"

    assert CHINESE.told(english) == "恢复之后的数据与备份的不同：/a.txt（内容）、/日记.txt（缺失），另有 3 个"


def test_a_renderers_word_is_not_taken_for_a_word_in_a_message() -> None:
    assert CHINESE.t("open") == "待定"
    assert CHINESE.told("open /data/storage/el2/base/files/a.txt fails") == (
        "open /data/storage/el2/base/files/a.txt 失败"
    )


def test_of_templates_that_fit_the_most_specific_one_wins() -> None:
    matcher = Matcher({"{what} fails": "{what}失败", "the backup {what} fails": "备份{what}失败"})

    assert matcher.translated("the backup of a note fails") == "备份of a note失败"


def test_english_is_told_as_it_was_made() -> None:
    assert ENGLISH.told("anything at all") == "anything at all"
    assert ENGLISH.t("{count} more {other}", count=3) == "3 more {other}"
