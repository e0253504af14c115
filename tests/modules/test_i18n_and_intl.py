# ruff: noqa: E501 - scripts of the guest stand on one line of a table
"""i18n and intl: the device's locale (zh-CN) and time zone (Asia/Shanghai) where none is given."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

PREPARE = """
const i18n = require('@ohos.i18n').default;
const intl = require('@ohos.intl').default;
const DAY = new Date(Date.UTC(2026, 1, 28, 20, 5, 6, 7));
"""


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("[i18n.System.getSystemLanguage(), i18n.System.getSystemRegion(), i18n.System.getSystemLocale()]", ["zh-Hans", "CN", "zh-Hans-CN"]),
        ("i18n.getSystemLanguage()", "zh-Hans"),
        ("i18n.System.getSystemLocaleInstance().language", "zh"),
        ("i18n.System.is24HourClock()", True),
        ("i18n.System.getDisplayLanguage('de', 'zh-Hans-CN')", "德语"),
        ("i18n.System.getDisplayCountry('CN', 'en-GB')", "China"),
        ("i18n.System.getDisplayCountry('zh-CN', 'en-GB')", "China"),
        ("i18n.System.getSimplifiedLanguage('zh-Hans-CN')", "zh"),
        ("[i18n.isRTL('ar-EG'), i18n.isRTL('zh-CN')]", [True, False]),
        ("i18n.getTimeZone().getID()", "Asia/Shanghai"),
        ("i18n.getTimeZone().getRawOffset()", 28800000),
        ("i18n.getTimeZone('America/New_York').getOffset(Date.UTC(2026, 6, 1))", -14400000),
        ("i18n.getTimeZone('America/New_York').getRawOffset()", -18000000),
        ("i18n.getTimeZone('America/New_York').isDaylightSavingTime(new Date(Date.UTC(2026, 6, 1)))", True),
        ("i18n.getTimeZone().getDisplayName('en-US')", "China Standard Time"),
        ("i18n.Unicode.isLetter('A中') && i18n.Unicode.isIdeograph('中') && !i18n.Unicode.isDigit('a')", True),
        ("i18n.Unicode.getType('a')", "U_LOWERCASE_LETTER"),
        ("new i18n.Character().isUpperCase('A')", True),
        ("i18n.Normalizer.getInstance(i18n.NormalizerMode.NFC).normalize('\\u1E9B\\u0323')", "\u1e9b\u0323"),
        ("i18n.I18NUtil.getDateOrder('zh-CN')", "y-L-d"),
        ("new intl.Locale().toString()", "zh-CN"),
        ("[new intl.Locale('zh-Hant-TW').script, new intl.Locale('en').region, new intl.Locale('en').numeric]", ["Hant", "", False]),
        ("new intl.Locale('zh').maximize().toString()", "zh-Hans-CN"),
        ("new intl.DateTimeFormat('en-GB').format(DAY)", "01/03/2026"),
        ("new intl.DateTimeFormat('en-GB', { timeZone: 'UTC', hour: '2-digit', minute: '2-digit' }).format(DAY)", "20:05"),
        ("new intl.DateTimeFormat().resolvedOptions().timeZone", "Asia/Shanghai"),
        ("new intl.NumberFormat('en-US', { style: 'currency', currency: 'CNY' }).format(1234.5)", "CN¥1,234.50"),
        ("new intl.NumberFormat().resolvedOptions().locale", "zh-CN"),
        ("['b', 'ä', 'a'].sort((one, two) => new intl.Collator('de').compare(one, two))", ["a", "ä", "b"]),
        ("new intl.PluralRules('en').select(1)", "one"),
        ("new intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(-1, 'day')", "yesterday"),
    ],
)  # fmt: skip
def test_it_answers_for_the_device(realm, expression: str, value: object) -> None:
    assert realm.run(f"{PREPARE} return {expression};") == value


@pytest.mark.parametrize(
    ("call", "code"),
    [
        ("i18n.getTimeZone('Moon/Base')", 890001),
        ("i18n.System.getDisplayCountry('CN', '!')", 890001),
        ("i18n.System.getDisplayLanguage(1, 'zh')", 401),
        ("i18n.getCalendar('zh-CN').get('no_such_field')", 890001),
        ("i18n.getCalendar('zh-CN').setTime('now')", 401),
        ("i18n.Normalizer.getInstance(9)", 401),
        ("new intl.Locale('!')", 401),
        ("new intl.NumberFormat('zh', { style: 'currency' })", 401),
        ("i18n.getCalendar('zh-CN', 'chinese')", 801),
        ("i18n.System.getSystemCountries('zh')", 801),
    ],
)
def test_it_refuses_with_the_number_of_the_reference(realm, call: str, code: int) -> None:
    assert realm.code(f"{PREPARE} {call};") == code


def test_a_calendar_reads_and_changes_its_fields_in_its_time_zone(realm) -> None:
    assert realm.run(
        PREPARE
        + """
        const calendar = i18n.getCalendar('zh-CN');
        calendar.setTime(DAY);
        const fields = ['year', 'month', 'date', 'hour_of_day', 'hour', 'minute', 'day_of_week', 'day_of_year', 'zone_offset', 'dst_offset'];
        const first = fields.map((field) => calendar.get(field));
        calendar.setTimeZone('UTC');
        const utc = fields.slice(0, 4).map((field) => calendar.get(field));
        calendar.set(2024, 0, 31, 10, 0, 0);
        calendar.add('month', 1);
        const leap = [calendar.get('month'), calendar.get('date'), calendar.get('hour_of_day')];
        calendar.add('date', 1);
        return [first, utc, leap, calendar.get('month'), calendar.isWeekend(), calendar.compareDays(new Date(calendar.getTimeInMillis() + 3 * 86400000)),
          calendar.getTimeZone(), calendar.getDisplayName('en-US')];
    """
    ) == [
        [2026, 2, 1, 4, 4, 5, 1, 60, 28800000, 0],
        [2026, 1, 28, 20],
        [1, 29, 10],
        2,
        False,
        3,
        "UTC",
        "Gregorian Calendar",
    ]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(st.integers(0, 60_000), min_size=1, max_size=40))
def test_weeks_that_begin_on_monday_and_have_four_days_are_those_of_iso_8601(realm, days: list[int]) -> None:
    wanted = [(date(1970, 1, 1) + timedelta(days=day)).isocalendar()[:2] for day in days]
    script = f"""
        const calendar = i18n.getCalendar('de-DE');
        calendar.setTimeZone('UTC');
        calendar.setFirstDayOfWeek(2);
        calendar.setMinimalDaysInFirstWeek(4);
        return {days}.map((day) => {{
          calendar.setTime(day * 86400000);
          return [calendar.get('year_woy'), calendar.get('week_of_year')];
        }});
    """
    assert realm.run(PREPARE + script) == [list(pair) for pair in wanted]
