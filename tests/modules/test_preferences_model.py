"""Preferences against a plain dict and an independent reader of the file, through an app in the real guest process."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ohos_backup.emulator.runtime.arkts.node_process import NodePool
from test_in_the_guest_process import Phone

HOME = "/data/storage/el2/base/haps/entry"
APP = """
const { BackupExtensionAbility, fileIo } = require('@kit.CoreFileKit');
const { preferences } = require('@kit.ArkData');
const makers = { bigint: BigInt, bytes: (value) => Uint8Array.from(value), plain: (value) => value };
const given = ({ kind, value }) => makers[kind](value);
const shown = (value) => {
  if (typeof value === 'bigint') return { kind: 'bigint', value: String(value) };
  if (value instanceof Uint8Array) return { kind: 'bytes', value: [...value] };
  return { kind: 'plain', value };
};
exports.default = class extends BackupExtensionAbility {
  async onBackup() {
    const steps = JSON.parse(fileIo.readTextSync(this.context.filesDir + '/steps'));
    await preferences.deletePreferences(this.context, 'model');
    let store = await preferences.getPreferences(this.context, 'model');
    const seen = [];
    for (const [name, key, value] of steps) {
      if (name === 'put') await store.put(key, given(value));
      else if (name === 'get') seen.push(shown(await store.get(key, null)));
      else if (name === 'has') seen.push(store.hasSync(key));
      else if (name === 'delete') await store.delete(key);
      else if (name === 'clear') store.clearSync();
      else if (name === 'flush') await store.flush();
      else {
        await preferences.removePreferencesFromCache(this.context, 'model');
        store = preferences.getPreferencesSync(this.context, { name: 'model' });
      }
    }
    const all = Object.entries(await store.getAll()).map(([key, value]) => [key, shown(value)]);
    return JSON.stringify({ seen, all });
  }
};
"""

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")) | (
    st.sampled_from(["\n", " ", "\t a", "\r\n", "<&>\"'", "]]>", "NaN"])
)
KEYS = st.sampled_from(["a", "b", "文", "<&\"'>", "\n", "toString", "7"])
NUMBERS = st.integers(-(2**40), 2**40).map(float) | st.integers(-(10**12), 10**12).map(lambda number: number / 1e6)
JSON = st.dictionaries(st.text("ab", max_size=2), st.none() | st.booleans() | st.text("xé<&", max_size=3), max_size=2)
PLAIN = st.one_of(
    TEXT,
    NUMBERS,
    st.booleans(),
    JSON,
    st.lists(TEXT, max_size=3),
    st.lists(NUMBERS, min_size=1),
    st.lists(st.booleans()),
)
VALUES = st.one_of(
    PLAIN.map(lambda value: {"kind": "plain", "value": value}),
    st.integers().map(lambda value: {"kind": "bigint", "value": str(value)}),
    st.binary(max_size=9).map(lambda value: {"kind": "bytes", "value": list(value)}),
)
STEPS = st.one_of(
    st.tuples(st.just("put"), KEYS, VALUES),
    st.tuples(st.sampled_from(["get", "has", "delete"]), KEYS),
    st.tuples(st.sampled_from(["clear", "flush", "flush", "reopen"])),
)


class Model:
    """A dict, and what of it is on disk."""

    def __init__(self) -> None:
        self.values: dict[str, object] = {}
        self.disk: dict[str, object] | None = None
        self.dirty = False
        self.seen: list[object] = []

    def take(self, name: str, key: str = "", value: object = None) -> None:
        if name == "put":
            self.dirty |= key not in self.values or self.values[key] != value
            self.values[key] = value
        elif name == "get":
            self.seen.append(self.values.get(key, {"kind": "plain", "value": None}))
        elif name == "has":
            self.seen.append(key in self.values)
        elif name == "delete":
            self.dirty |= self.values.pop(key, None) is not None
        elif name == "clear":
            self.dirty |= bool(self.values)
            self.values = {}
        elif name == "flush":
            self.disk = dict(self.values) if self.dirty else self.disk
            self.dirty = False
        else:
            self.values, self.dirty = dict(self.disk or {}), False


def read_back(content: bytes) -> dict[str, object]:
    """The file as a stranger reads it."""
    return {element.get("key", "?"): stranger(element) for element in ElementTree.fromstring(content)}


def stranger(element: ElementTree.Element) -> object:
    text, value, items = element.text or "", element.get("value", ""), list(element)
    words = [int(item.get("value", "?")) for item in items] if element.tag == "BigInt" else [0]
    size = sum(word * 2 ** (64 * place) for place, word in enumerate(words[:-1]))
    plain = {
        "string": lambda: text,
        "object": lambda: json.loads(text),
        "double": lambda: float(value),
        "bool": lambda: {"true": True, "false": False}[value],
        "stringArray": lambda: [item.text or "" for item in items],
        "doubleArray": lambda: [float(item.get("value", "?")) for item in items],
        "boolArray": lambda: [item.get("value") == "true" for item in items],
    }
    if element.tag == "BigInt":
        return {"kind": "bigint", "value": str(-size if words[-1] else size)}
    if element.tag == "uint8Array":
        return {"kind": "bytes", "value": list(base64.b64decode(text, validate=True))}
    return {"kind": "plain", "value": plain[element.tag]()}


@pytest.fixture(scope="module")
def phone() -> Iterator[Phone]:
    pool = NodePool()
    made = Phone(pool, APP)
    yield made
    made.process.close()
    pool.close()


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, max_size=25))
def test_preferences_behave_as_a_dict_with_a_file(phone: Phone, steps: list[tuple[object, ...]]) -> None:
    phone.view.make_directories(HOME + "/files")
    phone.view.write_file(HOME + "/files/steps", json.dumps(steps).encode())
    model = Model()
    for step in steps:
        model.take(*step)  # pyright: ignore[reportArgumentType]
    call = phone.settled("onBackup")
    assert call.state == "resolved", call.error
    outcome = json.loads(call.value.string)
    assert outcome["seen"] == model.seen
    assert dict(outcome["all"]) == model.values
    file = HOME + "/preferences/model"
    assert (read_back(phone.view.read_file(file)) if phone.view.exists(file) else None) == model.disk
