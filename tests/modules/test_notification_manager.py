# ruff: noqa: E501 - the guest's scripts keep their lines
"""notificationManager: what an app publishes is there until it is cancelled."""

from __future__ import annotations

import pytest

HEAD = """
const nm = require('@ohos.notificationManager').default;
const note = (id, more = {}) => ({ id, content: { notificationContentType: nm.ContentType.NOTIFICATION_CONTENT_BASIC_TEXT, normal: { title: 't', text: 'x' } }, ...more });
"""


def test_notifications_are_there_until_they_are_cancelled(realm) -> None:
    assert realm.run(
        HEAD
        + """
        await nm.publish(note(1)); await nm.publish(note(2, { label: 'a' })); await nm.publish(note(3, { groupName: 'g' }));
        await nm.publish(note(1));
        const counts = [await nm.getActiveNotificationCount()];
        await nm.cancel(2, 'a');
        counts.push((await nm.getActiveNotifications()).map((request) => request.id));
        await nm.cancelGroup('g'); counts.push(await nm.getActiveNotificationCount());
        await nm.cancelAll(); counts.push(await nm.getActiveNotificationCount());
        return counts;
        """
    ) == [3, [1, 3], 1, 0]


def test_a_disabled_app_publishes_nothing(realm) -> None:
    assert realm.run(
        HEAD
        + """
        const bundle = { bundle: 'com.example.notes' };
        await nm.setNotificationEnable(bundle, false);
        return [await nm.isNotificationEnabled(), nm.isNotificationEnabledSync(), await nm.publish(note(1)).catch((error) => error.code)];
        """
    ) == [False, False, 1600004]


def test_slots_are_made_once_and_removed(realm) -> None:
    assert realm.run(
        HEAD
        + """
        await nm.addSlot(nm.SlotType.SOCIAL_COMMUNICATION); await nm.addSlot({ notificationType: nm.SlotType.SOCIAL_COMMUNICATION, level: 1 });
        const { type, level } = await nm.getSlot(nm.SlotType.SOCIAL_COMMUNICATION);
        await nm.removeAllSlots();
        return [type, level, await nm.getSlots()];
        """
    ) == [1, 4, []]


@pytest.mark.parametrize(
    ("call", "code"),
    [
        ("nm.publish({})", 401),
        ("nm.publish(note(1, { content: { notificationContentType: 0, normal: { title: '', text: 'x' } } }))", 401),
        ("nm.publish(note('1'))", 401),
        ("await nm.cancel(9)", 1600007),
        ("nm.cancel('9')", 401),
        ("nm.setBadgeNumber('1')", 401),
    ],
)
def test_wrong_calls_are_refused_as_documented(realm, call: str, code: int) -> None:
    assert realm.code(HEAD + call + ";") == code


def test_callbacks_are_called(realm) -> None:
    assert realm.run(HEAD + "return callback((done) => nm.publish(note(4), done));") == [None, None]
