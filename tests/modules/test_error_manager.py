# ruff: noqa: E501 - the guest's scripts keep their lines
"""Observers of errorManager are told of what nobody caught, and the process goes on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from guest_phone import Phone
from ohos_backup.emulator.runtime.arkts.node_process import NodePool

HEAD = "const errorManager = require('@ohos.app.ability.errorManager').default; const seen = [];"
END = "await new Promise((resolve) => setTimeout(resolve, 50)); return JSON.stringify(seen);"


@pytest.fixture(scope="module")
def pool() -> Iterator[NodePool]:
    made = NodePool()
    yield made
    made.close()


def run(pool: NodePool, body: str) -> tuple[Any, list[bool]]:
    """What the script has seen, and of each error that nobody caught whether it ends the process."""
    phone = Phone(pool, f"{HEAD} exports.default = class {{ async onBackup() {{ {body} {END} }} }};")
    try:
        return json.loads(phone.settled("onBackup").value.string), [error.is_fatal for error in phone.uncaught]
    finally:
        phone.process.close()


THROW = "setTimeout(() => { throw new TypeError('lost'); }, 1);"


def test_without_an_observer_an_error_of_a_timer_ends_the_process(pool: NodePool) -> None:
    assert run(pool, THROW) == ([], [True])


def test_an_observer_is_told_and_the_process_goes_on(pool: NodePool) -> None:
    seen, fatal = run(
        pool,
        "errorManager.on('error', { onUnhandledException: (text) => seen.push(text.split('\\n').slice(0, 3)), onException: ({ name, message, stack }) => seen.push([name, message, typeof stack]) });"
        + THROW,
    )
    assert seen == [
        ["Error name:TypeError", "Error message:lost", "Stacktrace:"],
        ["TypeError", "lost", "string"],
    ]
    assert fatal == [False]


def test_an_observer_that_was_taken_away_hears_nothing(pool: NodePool) -> None:
    seen, fatal = run(
        pool,
        "const id = errorManager.on('error', { onUnhandledException: () => seen.push('heard') }); await errorManager.off('error', id); seen.push(await errorManager.off('error', id).catch((e) => e.code));"
        + THROW,
    )
    assert (seen, fatal) == ([16000003], [True])


def test_a_rejection_comes_with_its_promise_and_never_ends_the_process(pool: NodePool) -> None:
    seen, fatal = run(
        pool,
        "const lost = Promise.reject(new Error('no')); errorManager.on('unhandledRejection', (reason, promise) => seen.push(reason.message, promise === lost)); errorManager.on('globalUnhandledRejectionDetected', ({ message, instanceType }) => seen.push(message, instanceType));",
    )
    assert (seen, fatal) == (["no", True, "no", 0], [False])


def test_a_default_handler_takes_over_and_what_it_throws_is_dropped(pool: NodePool) -> None:
    seen, fatal = run(
        pool,
        "seen.push(errorManager.setDefaultErrorHandler((error) => { seen.push(error.message); throw new Error('again'); }) === undefined);"
        + THROW,
    )
    assert (seen, fatal) == ([True, "lost"], [False])


def test_wrong_arguments_are_refused(pool: NodePool) -> None:
    codes = "[() => errorManager.on('other', {}), () => errorManager.on('unhandledRejection', 1), () => errorManager.off('unhandledRejection', () => 0), () => errorManager.on('error')]"
    assert run(pool, f"for (const call of {codes}) try {{ call(); }} catch (error) {{ seen.push(error.code); }}") == (
        [401, 401, 16300004, 401],
        [],
    )
