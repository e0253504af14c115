# ruff: noqa: E501 - scripts of the guest stand on one line of a table
"""emitter, commonEventManager, and what an app tells the system: hiAppEvent, hiSysEvent, traces."""

from __future__ import annotations

import pytest

EMITTER = "const emitter = require('@ohos.events.emitter').default; const { EventPriority } = emitter; const seen = [];"
COMMON = "const events = require('@ohos.commonEventManager').default; const seen = [];"
LATER = "await host.later(() => 0, 20); return seen;"


def test_receivers_run_later_the_most_urgent_event_first(realm) -> None:
    assert realm.run(
        EMITTER
        + """
        emitter.on({ eventId: 1 }, ({ data }) => seen.push(data.text));
        emitter.on('name', (event) => seen.push(event));
        emitter.emit({ eventId: 1, priority: EventPriority.IDLE }, { data: { text: 'idle' } });
        emitter.emit({ eventId: 1 }, { data: { text: 'low' } });
        emitter.emit('name');
        emitter.emit('name', { priority: EventPriority.IMMEDIATE }, { data: [1] });
        emitter.emit({ eventId: 1, priority: EventPriority.HIGH }, { data: { text: 'high' } });
        seen.push('emitted');
    """
        + LATER
    ) == ["emitted", {"data": [1]}, "high", "low", {}, "idle"]


def test_once_off_and_the_count_of_listeners(realm) -> None:
    assert realm.run(
        EMITTER
        + """
        const first = () => seen.push('first');
        emitter.on('a', first); emitter.on('a', first); emitter.once('a', () => seen.push('once'));
        const counts = [emitter.getListenerCount('a'), emitter.getListenerCount(7)];
        emitter.emit('a'); emitter.emit('a');
        await host.later(() => 0, 5);
        emitter.off('a', first); emitter.emit('a');
        emitter.on({ eventId: 7 }, first); emitter.off(7); emitter.emit({ eventId: 7 });
        await host.later(() => 0, 5);
        return [counts, seen, emitter.getListenerCount('a')];
    """
    ) == [[2, 0], ["first", "once", "first"], 0]


def test_a_receiver_gets_a_copy(realm) -> None:
    assert realm.run(
        EMITTER
        + "const data = { list: [1] }; emitter.on('a', (event) => { event.data.list.push(9); seen.push(event.data.list); }); emitter.on('a', (event) => seen.push(event.data.list)); emitter.emit('a', { data }); data.list.push(2);"
        + LATER
    ) == [[1, 9], [1]]


def test_an_emitter_of_its_own_hears_only_its_own_events(realm) -> None:
    assert realm.run(
        EMITTER
        + "const own = new emitter.Emitter(); own.on('a', () => seen.push('own')); emitter.emit('a'); own.emit('a');"
        + LATER
    ) == ["own"]


def test_a_wrong_argument_and_data_that_cannot_be_carried_are_left_out(realm) -> None:
    assert realm.run(
        EMITTER
        + """
        emitter.on('', () => seen.push('empty')); emitter.on('a'); emitter.on('a', 5); emitter.emit(true); emitter.emit('');
        emitter.on('a', (event) => seen.push(event)); emitter.emit('a', { data: { f() {} }, more: 1 }); emitter.emit('a', { data: 2, more: 1 });
    """
        + LATER
    ) == [{}, {"data": 2}]


def test_a_published_event_reaches_the_subscribers_of_the_process(realm) -> None:
    assert realm.run(
        COMMON
        + """
        const one = events.createSubscriberSync({ events: ['notes.done', 'other'] });
        const [, two] = await callback((done) => events.createSubscriber({ events: ['notes.done'] }, done));
        const three = await events.createSubscriber({ events: ['other'] });
        events.subscribe(one, (error, data) => seen.push([error, data]));
        await events.subscribeToEvent(two, (data) => seen.push(data.event));
        events.subscribe(three, () => seen.push('never'));
        await new Promise((resolve) => events.publish('notes.done', { code: 5, data: 'text', parameters: { n: 1 } }, resolve));
        await host.later(() => 0, 5);
        events.unsubscribe(two, (error) => seen.push(error));
        events.publish('notes.done', () => {});
        events.publish('notes.done', { bundleName: 'com.example.other' }, () => {});
    """
        + LATER
    ) == [
        [None, {"event": "notes.done", "bundleName": "", "code": 5, "data": "text", "parameters": {"n": 1}}],
        "notes.done",
        None,
        [None, {"event": "notes.done", "bundleName": "", "code": 0, "data": "", "parameters": {}}],
    ]


def test_an_ordered_event_goes_from_one_subscriber_to_the_next(realm) -> None:
    assert realm.run(
        COMMON
        + """
        const make = (name, priority) => {
          const subscriber = events.createSubscriberSync({ events: ['turn'], priority });
          events.subscribe(subscriber, async () => {
            seen.push([name, subscriber.getCodeSync(), await subscriber.getData(), subscriber.isOrderedCommonEventSync()]);
            await subscriber.setCodeAndData(subscriber.getCodeSync() + 1, name);
            if (name === 'middle') subscriber.abortCommonEventSync();
            await subscriber.finishCommonEvent();
          });
        };
        make('low', 1); make('high', 9); make('middle', 5);
        events.publish('turn', { isOrdered: true, code: 10 }, () => {});
    """
        + LATER
    ) == [["high", 10, "", True], ["middle", 11, "high", True]]


def test_a_sticky_event_waits_for_its_subscriber(realm) -> None:
    assert realm.run(
        COMMON
        + """
        await new Promise((resolve) => events.publish('stays', { isSticky: true, data: 'x' }, resolve));
        events.subscribe(events.createSubscriberSync({ events: ['stays'] }), (_, data) => seen.push(data.data));
    """
        + LATER
    ) == ["x"]


def test_names_of_system_events_are_there_and_publishing_one_is_beyond_this_device(realm) -> None:
    assert realm.run(COMMON + "return events.Support.COMMON_EVENT_SCREEN_OFF;") == "usual.event.SCREEN_OFF"
    assert realm.code(COMMON + "events.publish(events.Support.COMMON_EVENT_SCREEN_OFF, () => {});") == 801
    assert realm.not_emulated == ["@ohos.commonEventManager.publish of a system event"]


@pytest.mark.parametrize(
    "source",
    [
        "events.publish('a');",
        "events.publish(1, () => {});",
        "events.publish('a', { code: 'x' }, () => {});",
        "events.createSubscriberSync({ events: 'a' });",
        "events.createSubscriberSync();",
        "events.subscribe({}, () => {});",
        "events.unsubscribe({});",
    ],
)
def test_a_wrong_publication_or_subscription_is_refused(realm, source: str) -> None:
    assert realm.code(COMMON + source) == 401


APP_EVENT = "const hiAppEvent = require('@ohos.hiviewdfx.hiAppEvent').default; const { EventType } = hiAppEvent; const info = { domain: 'notes', name: 'saved', eventType: EventType.BEHAVIOR, params: { n: 1 } };"


def test_an_app_event_is_recorded_with_its_parameters(realm) -> None:
    realm.run(
        APP_EVENT
        + "await hiAppEvent.setEventParam({ who: 'me' }, 'notes'); await hiAppEvent.write(info); hiAppEvent.setUserId('id', '7');"
    )
    assert [line["text"] for line in realm.logs] == ['notes saved 4 {"who":"me","n":1}']
    assert realm.run(
        APP_EVENT
        + "hiAppEvent.setUserId('id', '7'); return [hiAppEvent.getUserId('id'), hiAppEvent.getUserProperty('none'), hiAppEvent.event.APP_CRASH, hiAppEvent.param.USER_ID];"
    ) == ["7", "", "APP_CRASH", "user_id"]


@pytest.mark.parametrize(
    ("change", "code", "written"),
    [
        ("info.domain = '1bad'", 11101001, 0),
        ("info.name = 'bad name'", 11101002, 0),
        ("hiAppEvent.configure({ disable: true })", 11100001, 0),
        ("info.params = { 'bad key': 1 }", 11101005, 1),
        ("info.params = { a: 'x'.repeat(8193) }", 11101004, 1),
        ("info.params = { a: Array(101).fill(1) }", 11101006, 1),
        ("info.params = Object.fromEntries(Array.from({ length: 33 }, (_, n) => [`p${n}`, n]))", 11101003, 1),
        ("info.params = { a: { b: 1 } }", 401, 0),
        ("info.name = hiAppEvent.event.USER_LOGIN", None, 1),
        ("info.eventType = 9", 401, 0),
        ("info.params = null", 401, 0),
    ],
)
def test_a_faulty_app_event_is_refused(realm, change: str, code: int | None, written: int) -> None:
    assert realm.code(APP_EVENT + change + "; await hiAppEvent.write(info);") == code
    assert len(realm.logs) == written


def test_a_system_event_is_recorded(realm) -> None:
    code = "const hiSysEvent = require('@ohos.hiSysEvent').default; await hiSysEvent.write({ domain: 'TELEPHONY', name: 'CALL', eventType: hiSysEvent.EventType.FAULT, params: { N: 1n } });"
    realm.run(code)
    assert [(line["tag"], line["text"]) for line in realm.logs] == [("HiSysEvent", 'TELEPHONY CALL 1 {"N":"1"}')]
    assert realm.code(code.replace("'CALL'", "'call'")) == 11200002


def test_traces_are_harmless(realm) -> None:
    assert realm.run(
        """
        const meter = require('@ohos.hiTraceMeter').default;
        require('@ohos.bytrace').default.startTrace('a', 1);
        meter.startTrace('a', 1); meter.finishTrace('a', 1); meter.traceByValue('n', 1);
        const chain = require('@ohos.hiTraceChain').default;
        const id = chain.begin('restore', chain.HiTraceFlag.INCLUDE_ASYNC);
        const span = chain.createSpan();
        const told = [meter.isTraceEnabled(), chain.isValid(id), chain.isFlagEnabled(id, chain.HiTraceFlag.INCLUDE_ASYNC), chain.getId().chainId === id.chainId, span.chainId === id.chainId, span.spanId > 0];
        chain.end(id);
        return [...told, chain.isValid(chain.getId()), chain.isValid({})];
    """
    ) == [False, True, True, True, True, True, False, False]


def test_nothing_is_measured_on_virtual_time(realm) -> None:
    assert realm.run(
        "const d = require('@ohos.hidebug').default; return [d.getCpuUsage(), d.getAppThreadCpuUsage(), d.isDebugState(), d.TraceFlag.MAIN_THREAD];"
    ) == [0, [], False, 1]


def test_a_closed_log_level_hides_what_lies_below(realm) -> None:
    realm.run(
        "const hilog = require('@ohos.hilog').default; const { LogLevel, PreferStrategy } = hilog; hilog.setLogLevel(LogLevel.ERROR, PreferStrategy.PREFER_CLOSE_LOG); hilog.warn(1, 't', 'hidden'); hilog.error(1, 't', 'shown'); hilog.setLogLevel(LogLevel.FATAL, PreferStrategy.UNSET_LOGLEVEL); hilog.debug(1, 't', 'again');"
    )
    assert [line["text"] for line in realm.logs] == ["shown", "again"]
