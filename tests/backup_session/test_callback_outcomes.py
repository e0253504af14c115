"""The outcome table of the callback notes (section 2.2), for backup and restore, in both ways of the platform to
treat an uncaught Error."""

from __future__ import annotations

import pytest
from ohos_backup.emulator.backup.api import RestoreOptions, SessionOptions
from ohos_backup.emulator.trace import ClientCall
from scripted_host import Act, Error, Setting, never, rejects, resolves, returns, throws, told

FALLBACK: list[tuple[str, Act | None]] = [
    ("X1 missing", None),
    ("X2 returns an empty string", returns("")),
    ("X3 returns nothing", returns()),
    ("X3 returns a number", returns(1)),
    ("X3 returns true", returns(True)),
    ("X3 returns an object", returns({"errorCode": 0})),
    ("X6 resolves with nothing", resolves()),
    ("X6 resolves with an empty string", resolves("", 20)),
    ("X6 resolves with an object", resolves({"errorCode": 0}, 20)),
]
ACCEPTED = [
    ("X4 returns text", returns("text"), "text"),
    ("X4 returns a blank", returns(" "), " "),
    ("X4 returns text that reports an error", returns('{"errorCode":7}'), '{"errorCode":7}'),
    ("X5 resolves at once", resolves("text"), "text"),
    ("X5 resolves later", resolves("text", 800_000), "text"),
]
HANGING = [
    ("X7 never settles", never()),
    ("X11 rejects with a string", rejects("no")),
    ("X11 rejects later with a string", rejects("no", 30)),
    ("X11 rejects with nothing", rejects(None)),
    ("X11 rejects with an object", rejects({"code": 1})),
]
RAISED = [
    ("X9 throws an Error", throws(Error("boom"))),
    ("X10 rejects with an Error", rejects(Error("boom"))),
    ("X10 rejects later with an Error", rejects(Error("boom"), 30)),
]
REPORT_OF_A_STRING = (
    '{\n\t"resultInfo":\t{\n\t\t"errorCode":\t13500007,\n\t\t"errorInfo":\t"disk \\"full\\"",\n'
    '\t\t"type":\t"ErrorInfo"\n\t}\n}'
)


def scripted(direction: str, extended: Act | None, **more: Act) -> Setting:
    script = {f"on{direction}": returns(), "onRelease": returns(), **more}
    if extended is not None:
        script[f"on{direction}Ex"] = extended
    return Setting(**script)


def run(setting: Setting, direction: str, **options: object):
    if direction == "Backup":
        return setting.service.backup(setting.bundle, SessionOptions(**options))
    return setting.service.restore(setting.bundle, setting.packed, RestoreOptions(**options))


def called(setting: Setting) -> list[str]:
    return [method for method, _ in setting.host.calls]


@pytest.fixture(params=["Backup", "Restore"])
def direction(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.mark.parametrize(("name", "act"), FALLBACK, ids=[row[0] for row in FALLBACK])
def test_no_text_from_the_ex_callback_brings_the_plain_one(direction: str, name: str, act: Act | None) -> None:
    setting = scripted(direction, act)
    result = run(setting, direction)
    assert (result.code, result.report) == (0, None)
    assert called(setting) == ["onProcess", f"on{direction}Ex", f"on{direction}", "onRelease"]


@pytest.mark.parametrize(("name", "act", "text"), ACCEPTED, ids=[row[0] for row in ACCEPTED])
def test_any_text_from_the_ex_callback_is_success(direction: str, name: str, act: Act, text: str) -> None:
    setting = scripted(direction, act)
    result = run(setting, direction)
    assert (result.code, result.report) == (0, text)
    assert called(setting) == ["onProcess", f"on{direction}Ex", "onRelease"]


@pytest.mark.parametrize(("name", "act"), HANGING, ids=[row[0] for row in HANGING])
def test_what_is_never_delivered_hangs_until_the_ext_timer(direction: str, name: str, act: Act) -> None:
    setting = scripted(direction, act)
    result = run(setting, direction)
    assert (result.code, result.report) == (13500003, None)
    assert called(setting) == ["onProcess", f"on{direction}Ex", "onRelease"]
    assert setting.device.clock.elapsed_ms == 900_000


@pytest.mark.parametrize(("name", "act"), RAISED, ids=[row[0] for row in RAISED])
def test_an_error_object_kills_the_process_by_default(direction: str, name: str, act: Act) -> None:
    setting = scripted(direction, act)
    result = run(setting, direction)
    assert (result.code, result.report) == (13500004, None)
    lines = told(setting.device.trace)
    tail = [
        "uncaught Error: boom",
        "end died",
        "start clean",
        "> onRelease",
        "< onRelease returned",
        "end disconnected",
    ]
    assert lines[lines.index("uncaught Error: boom") :] == [
        *tail,
        "client onBundleEnd 13500004",
        "client onAllBundlesEnd",
    ]


@pytest.mark.parametrize(("name", "act"), RAISED, ids=[row[0] for row in RAISED])
def test_an_error_object_is_an_error_without_text_when_observed(direction: str, name: str, act: Act) -> None:
    setting = scripted(direction, act)
    result = run(setting, direction, on_uncaught="observed")
    assert (result.code, result.report) == (13500007, None)
    assert called(setting) == ["onProcess", f"on{direction}Ex", "onRelease"]


def test_a_thrown_string_is_reported_and_ends_the_backup_after_on_release() -> None:
    setting = scripted("Backup", throws('disk "full"'))
    result = run(setting, "Backup")
    assert (result.code, result.report, result.archive) == (13500007, REPORT_OF_A_STRING, None)
    assert told(setting.device.trace)[6:] == [
        "< onBackupEx threw",
        "client onResultReport",
        "> onRelease",
        "< onRelease returned",
        "end disconnected",
        "client onBundleEnd 13500007",
        "client onAllBundlesEnd",
    ]


def test_a_thrown_string_is_reported_and_ends_the_restore_before_on_release() -> None:
    setting = scripted("Restore", throws('disk "full"'))
    result = run(setting, "Restore")
    assert (result.code, result.report) == (13500007, REPORT_OF_A_STRING)
    assert told(setting.device.trace)[9:] == [
        "> onRestoreEx",
        "< onRestoreEx threw",
        "client onResultReport",
        "client onBundleEnd 13500007",
        "> onRelease",
        "< onRelease returned",
        "end disconnected",
        "client onAllBundlesEnd",
    ]


@pytest.mark.parametrize("value", [3, None, {"code": 1}])
def test_a_thrown_value_that_is_neither_string_nor_error_has_no_text(direction: str, value: object) -> None:
    result = run(scripted(direction, throws(value)), direction)
    assert (result.code, result.report) == (13500007, None)


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (returns("ignored"), 0),
        (resolves({"any": 1}, 5_000), 0),
        (throws("text"), 13500007),
        (throws(Error("boom")), 13500004),
        (rejects(Error("boom"), 10), 13500004),
        (rejects("text"), 13500003),
        (never(), 13500003),
    ],
)
def test_the_plain_callback_follows_the_same_table_but_for_its_value(direction: str, act: Act, code: int) -> None:
    setting = scripted(direction, None, **{f"on{direction}": act})
    assert run(setting, direction).code == code


def test_the_report_keeps_every_byte_of_an_accepted_text(direction: str) -> None:
    text = '{"errorCode":0,\n "errorInfo":"é\\u0000"}'
    assert run(scripted(direction, returns(text)), direction).report == text


def test_a_report_that_counts_files_gets_the_services_own_count(direction: str) -> None:
    text = '{"resultInfo":[{"type":"CountInfo","infos":[]}]}'
    report = run(scripted(direction, returns(text)), direction).report
    assert report is not None
    assert '"backupInfo":\t"anco_doc"' in report
    assert '"details":\t[]' in report


def test_a_settled_callback_carries_its_value_and_the_apps_own_line() -> None:
    setting = scripted("Backup", throws(Error("boom")))
    result = run(setting, "Backup")
    record = result.callbacks[1]
    assert (record.callback, record.outcome, record.value, record.value_type) == (
        "onBackupEx",
        "threw",
        "Error: boom",
        "error",
    )
    assert [call.code for call in setting.device.trace.of(ClientCall) if call.callback == "onBundleEnd"] == [13500004]
