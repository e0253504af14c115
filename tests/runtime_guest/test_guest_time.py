"""Virtual time, timers, chance and language inside the realm."""

from __future__ import annotations

import pytest
from ohos_backup.emulator.clock import START_OF_TIME_MS


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("Date.now()", str(START_OF_TIME_MS)),
        ("new Date().getTime()", str(START_OF_TIME_MS)),
        ("new Date(5).getTime()", "5"),
        ("new Date(2020, 0, 2).getDate()", "2"),
        ("new Date().toISOString()", "2026-01-01T00:00:00.000Z"),
        ("Date().slice(0, 15)", "Thu Jan 01 2026"),
        ("new Date() instanceof Date", "true"),
        ("new Date().constructor === Date", "true"),
        ("(class Own extends Date {}).name", "Own"),
        ("new (class Own extends Date { day() { return this.getUTCDate(); } })().day()", "1"),
        ("Date.UTC(1970, 0, 1)", "0"),
        ("new Date().getHours()", "8"),
        ("Intl.DateTimeFormat().resolvedOptions().timeZone", "Asia/Shanghai"),
        ("Intl.DateTimeFormat().resolvedOptions().locale", "zh-CN"),
        ("Intl.DateTimeFormat('en-US').format()", "1/1/2026"),
        ("Intl.DateTimeFormat('en-US').formatToParts()[4].value", "2026"),
        ("performance.now()", "0"),
    ],
)
def test_time_is_the_devices(device, expression, text):
    assert device.text(f"return String({expression});") == text


def test_time_zone_and_locale_are_the_environments(device):
    text = device.text(
        "return [new Date(0).getHours(), Intl.NumberFormat().resolvedOptions().locale].join();",
        timezone="America/New_York",
        locale="de-DE",
    )
    assert text == "19,de-DE"


def test_waiting_by_reading_the_clock_ends_and_moves_the_device(device):
    assert device.text("const end = Date.now() + 20; while (Date.now() < end); return 'over';") == "over"
    assert device.clock.elapsed_ms == 20


def test_timers_run_in_the_order_of_their_time(device, run_until):
    process = device.loaded(
        """onBackup() {
             const seen = [];
             const stopped = setTimeout(() => seen.push('stopped'), 3);
             const micro = () => seen.push('micro');
             setTimeout((...values) => { seen.push('ten' + values); Promise.resolve().then(micro); }, 10, 1, 2);
             setTimeout(() => seen.push('also ten'), 10);
             setTimeout(() => seen.push('five'), 5);
             setTimeout(() => seen.push('none'), -1);
             let beats = 0;
             const beat = setInterval(() => { seen.push('beat'); if (++beats === 3) clearInterval(beat); }, 4);
             clearTimeout(stopped);
             return new Promise((done) => setTimeout(() => done(seen.join(' ')), 50));
           }"""
    )
    assert process.call("onBackup")[1].next_timer_ms == START_OF_TIME_MS + 1
    turns = run_until(process)
    assert turns[-1].settled[0].value.text == "none beat five beat ten1,2 micro also ten beat"
    assert turns[-1].next_timer_ms is None
    assert device.clock.elapsed_ms == 50


def test_nothing_runs_before_its_time(device):
    process = device.loaded("onBackup() { return new Promise((done) => setTimeout(done, 100)); }")
    process.call("onBackup")
    device.clock.advance(99)
    assert process.turn().settled == ()
    device.clock.advance(1)
    assert len(process.turn().settled) == 1


def test_many_timers_are_no_burden(device):
    process = device.loaded(
        "sum = 0; onBackup() { for (let i = 0; i < 3000; i++) setTimeout(() => this.sum++, 1 + (i * 7919) % 1000); }"
        " onProcess() { return String(this.sum); }"
    )
    process.call("onBackup")
    device.clock.advance(1000)
    assert process.turn().next_timer_ms is None
    assert process.call("onProcess")[0].value.text == "3000"


def test_chance_repeats_with_the_seed(device):
    body = "return [Math.random(), Math.random(), require('@ohos.echo').default.random()].join();"
    first, again, other = (device.text(body, seed=seed) for seed in (5, 5, 6))
    assert first == again
    assert first != other
    assert all(0 <= float(number) < 1 for number in first.split(","))
