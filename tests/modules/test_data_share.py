# ruff: noqa: E501 - the guest's scripts keep their lines
"""dataShare reaches the settings of the device; other providers are named; sendablePreferences and PersistentStorage."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from guest_phone import Phone
from ohos_backup.emulator.runtime.arkts.node_process import NodePool

SHARE = """
const dataShare = require('@ohos.data.dataShare').default;
const { DataSharePredicates } = require('@ohos.data.dataSharePredicates').default;
const settings = require('@ohos.settings').default;
const context = require('application.BackupExtensionContext').createContext();
const uri = 'datashare:///com.ohos.settingsdata/entry/settingsdata/SETTINGSDATA?Proxy=true';
const named = (name) => new DataSharePredicates().equalTo('KEYWORD', name);
"""


def test_settings_are_read_and_changed_by_predicates(realm) -> None:
    assert realm.run(
        SHARE
        + """
        const helper = await dataShare.createDataShareHelper(context, uri);
        settings.setValueSync(context, 'colour', 'red', settings.domainName.DEVICE_SHARED);
        const seen = [];
        helper.on('dataChange', uri, () => seen.push('changed'));
        seen.push(await helper.insert(uri, { KEYWORD: 'size', VALUE: '1' }));
        seen.push(await helper.update(uri, named('colour'), { VALUE: 'blue' }));
        const found = await helper.query(uri, named('colour'), ['*']);
        found.goToFirstRow();
        seen.push([found.rowCount, found.getString(found.getColumnIndex('VALUE'))]);
        found.close();
        helper.off('dataChange', uri);
        seen.push(await helper.delete(uri, named('size')), await helper.delete(uri, named('size')));
        seen.push(settings.getValueSync(context, 'colour', '', settings.domainName.DEVICE_SHARED), settings.getValueSync(context, 'size', 'none', settings.domainName.DEVICE_SHARED));
        return seen;
        """
    ) == [1, "changed", 1, "changed", [1, "blue"], 1, 0, "blue", "none"]


def test_the_users_own_domains_are_apart(realm) -> None:
    assert realm.run(
        SHARE
        + """
        const secure = uri.replace('SETTINGSDATA?', 'USER_SETTINGSDATA_SECURE_100?');
        const helper = await dataShare.createDataShareHelper(context, secure);
        await helper.insert(secure, { KEYWORD: 'a', VALUE: '1' });
        return [(await helper.query(uri, named('a'), ['VALUE'])).rowCount, (await helper.query(secure, named('a'), ['VALUE'])).rowCount];
        """
    ) == [0, 1]


def test_another_apps_provider_is_named_as_not_emulated(realm) -> None:
    with pytest.raises(AssertionError):
        realm.run(
            SHARE + "await dataShare.createDataShareHelper(context, 'datashare:///com.ohos.contactsdataability?x=1');"
        )
    assert realm.not_emulated == [
        "@ohos.data.dataShare.createDataShareHelper of datashare:///com.ohos.contactsdataability"
    ]


@pytest.mark.parametrize(
    "call",
    [
        "dataShare.createDataShareHelper(context)",
        "dataShare.createDataShareHelper('x', uri)",
        "(await dataShare.createDataShareHelper(context, uri)).query(uri, {}, [])",
        "(await dataShare.createDataShareHelper(context, uri)).query(uri, named('a'))",
    ],
)
def test_wrong_arguments_are_refused(realm, call: str) -> None:
    assert realm.code(SHARE + f"await {call};") == 401


SENDABLE = """
const sendable = require('@ohos.data.sendablePreferences').default;
const preferences = require('@ohos.data.preferences').default;
const collections = require('@arkts.collections').default;
const context = require('application.BackupExtensionContext').createContext();
"""


def test_sendable_preferences_are_the_same_store_with_sendable_values(realm) -> None:
    assert realm.run(
        SENDABLE
        + """
        const store = await sendable.getPreferences(context, { name: 'both' });
        await store.put('bytes', collections.Uint8Array.from([1, 2])); store.putSync('list', collections.Array.from([1, 'a'])); store.putSync('n', 3);
        await store.flush();
        const plain = preferences.getPreferencesSync(context, { name: 'both' });
        const list = await store.get('list', 'none');
        return [plain.getSync('n', 0), [...plain.getSync('bytes', null)], plain.getSync('list', null), list instanceof collections.Array, [...list], store.getSync('none', 'default'), store.getSync('bytes', 0) instanceof collections.Uint8Array];
        """
    ) == [3, [1, 2], [1, "a"], True, [1, "a"], "default", True]


def test_plain_objects_are_no_sendable_values(realm) -> None:
    assert realm.code(SENDABLE + "sendable.getPreferencesSync(context, { name: 's' }).putSync('a', { b: 1 });") == 401


@pytest.fixture(scope="module")
def pool() -> Iterator[NodePool]:
    made = NodePool()
    yield made
    made.close()


def test_persistent_storage_gives_defaults_and_keeps_nothing_without_a_user_interface(pool: NodePool) -> None:
    code = """
    exports.default = class { onBackup() {
      AppStorage.setOrCreate('there', 1);
      PersistentStorage.persistProp('there', 9); PersistentStorage.persistProps([{ key: 'new', defaultValue: 2 }]);
      PersistentStorage.deleteProp('there');
      return JSON.stringify([AppStorage.get('there'), AppStorage.get('new'), PersistentStorage.keys()]);
    } };
    """
    phone = Phone(pool, code)
    assert phone.settled("onBackup").value.string == '[1,2,["new"]]'
    phone.process.close()


def test_a_store_for_the_devices_tokenizers_opens_but_their_tables_are_not_emulated(realm) -> None:
    script = """
    const rdb = require('@ohos.data.relationalStore').default;
    const context = require('application.BackupExtensionContext').createContext();
    const store = await rdb.getRdbStore(context, { name: 'a.db', securityLevel: 1, tokenizer: rdb.Tokenizer.ICU_TOKENIZER });
    await store.execute('CREATE TABLE IF NOT EXISTS t (a TEXT)');
    """
    assert realm.run(script + "return rdb.isTokenizerSupported(rdb.Tokenizer.ICU_TOKENIZER);") is True
    with pytest.raises(AssertionError):
        realm.run(script + "await store.execute('CREATE VIRTUAL TABLE f USING fts4(a, tokenize=icu zh_CN)');")
    assert realm.not_emulated == ["@ohos.data.relationalStore.Tokenizer icu"]
