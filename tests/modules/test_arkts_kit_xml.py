# ruff: noqa: E501 - scripts of the guest stand on one line of a table
"""convertxml and xml, as js_convertxml.cpp and js_xml.cpp of the ArkTS utilities behave."""

from __future__ import annotations

import json

import pytest

PREFERENCES = """<?xml version="1.0" encoding="UTF-8"?>
<preferences version="1.0">
  <bool key="on" value="true"/>
  <string key="name">小明 &amp; co</string>
</preferences>
"""
CONVERT = "const { ConvertXML } = require('@ohos.convertxml').default; const c = new ConvertXML(); "


def test_old_preferences_are_read_by_element_and_attribute(realm) -> None:
    source = CONVERT + f"return c.fastConvertToJSObject({json.dumps(PREFERENCES)});"
    assert realm.run(source) == {
        "_declaration": {"_attributes": {"version": "1.0", "encoding": "UTF-8"}},
        "_elements": [
            {
                "_type": "element",
                "_name": "preferences",
                "_attributes": {"version": "1.0"},
                "_elements": [
                    {"_type": "element", "_name": "bool", "_parent": "preferences", "_attributes": {"key": "on", "value": "true"}},
                    {
                        "_type": "element",
                        "_name": "string",
                        "_parent": "preferences",
                        "_attributes": {"key": "name"},
                        "_elements": [{"_type": "text", "_text": "小明 & co"}],
                    },
                ],
            }
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("xml", "options", "elements"),
    [
        ("<a> x </a>", {}, [{"_type": "element", "_name": "a", "_elements": [{"_type": "text", "_text": " x "}]}]),
        (
            "<a> x </a>",
            {"trim": True},
            [{"_type": "element", "_name": "a", "_elements": [{"_type": "text", "_text": "x"}]}],
        ),
        ("<a>x</a>", {"ignoreText": True}, [{"_type": "element", "_name": "a"}]),
        ("<a b='1'/>", {"ignoreAttributes": True, "nameKey": "n", "typeKey": "t"}, [{"t": "element", "n": "a"}]),
        ("<a b='1'/>", {"attributesKey": "at"}, [{"_type": "element", "_name": "a", "at": {"b": "1"}}]),
        (
            "<a><![CDATA[1 < 2]]></a>",
            {},
            [{"_type": "element", "_name": "a", "_elements": [{"_type": "cdata", "_cdata": "1 < 2"}]}],
        ),
        (
            "<!--c--><?go now?><a/>",
            {},
            [
                {"_type": "comment", "_comment": "c"},
                {"_type": "instruction", "_name": "go", "_instruction": "now"},
                {"_type": "element", "_name": "a"},
            ],
        ),
        ("<!--c--><a/>", {"ignoreComment": True}, [{"_type": "element", "_name": "a"}]),
        ("<p:a xmlns:p='urn:p' p:b='1'/>", {}, [{"_type": "element", "_name": "a", "_attributes": {"b": "1"}}]),
        ("just text", {}, [{"_type": "text", "_text": "just text"}]),
    ],
)
def test_every_kind_of_node_has_its_shape(realm, xml: str, options: object, elements: object) -> None:
    source = CONVERT + f"return c.convertToJSObject({json.dumps(xml)}, {json.dumps(options)})._elements;"
    assert realm.run(source) == elements


def test_a_broken_text_is_no_error(realm) -> None:
    assert realm.run(CONVERT + "return c.convertToJSObject('<a><b></a>');") == {}


@pytest.mark.parametrize("call", ["c.convertToJSObject(1)", "c.fastConvertToJSObject('<a/>', 1)"])
def test_convertxml_refuses_other_types(realm, call: str) -> None:
    assert realm.code(CONVERT + call) == 401


WRITE = """const { xml } = { xml: require('@ohos.xml').default }; const util = require('@ohos.util').default;
const made = new xml.XmlDynamicSerializer(); """
READ = "return util.TextDecoder.create('utf-8').decodeToString(new Uint8Array(made.getOutput()));"


def test_the_serializer_writes_declaration_elements_attributes_and_text(realm) -> None:
    script = """made.setDeclaration(); made.startElement('notes'); made.setAttributes('count', '<2>'); made.startElement('note');
      made.setText("a & 'b'"); made.endElement(); made.addEmptyElement('end'); made.setComment('x'); made.setCDATA(']]>'); made.endElement(); """
    assert realm.run(WRITE + script + READ) == (
        '<?xml version="1.0" encoding="utf-8"?><notes count="&lt;2&gt;">\r\n  <note>a &amp; &apos;b&apos;</note>\r\n  <end/>'
        "\r\n  <!--x-->\r\n  <![CDATA[]]]]><![CDATA[>]]>\r\n</notes>"
    )


def test_the_serializer_writes_namespaces_and_empty_elements(realm) -> None:
    script = "made.setNamespace('h', 'urn:h'); made.startElement('table'); made.startElement('row'); made.endElement(); made.endElement(); "
    assert realm.run(WRITE + script + READ) == '\r\n<h:table xmlns:h="urn:h">\r\n  <h:row/>\r\n</h:table>'


def test_the_serializer_fills_the_apps_own_buffer(realm) -> None:
    script = "const buffer = new ArrayBuffer(16); const own = new xml.XmlSerializer(buffer); own.startElement('a'); own.setText('b'); own.endElement(); return String.fromCharCode(...new Uint8Array(buffer)).replaceAll('\\0', '.');"
    assert realm.run(WRITE + script) == "<a>b</a>........"


@pytest.mark.parametrize(
    "statement",
    ["made.startElement('a'); made.setDeclaration();", "made.setAttributes('a', 'b');", "made.setText(1);", "new xml.XmlSerializer(1);", "new xml.XmlDynamicSerializer('gbk');"],
)  # fmt: skip
def test_the_serializer_refuses(realm, statement: str) -> None:
    assert realm.code(WRITE + statement) == 401


PULL = """const xml = require('@ohos.xml').default; const util = require('@ohos.util').default; const seen = [];
const parse = (text, options) => new xml.XmlPullParser(new util.TextEncoder().encodeInto(text).buffer).parseXml(options); """


def test_the_parser_tells_events_with_their_facts(realm) -> None:
    script = """parse('<a k="1">x<b/><!--c--></a>', { tokenValueCallbackFunction: (type, info) => {
      seen.push([type, info.getDepth(), info.getName(), info.getText(), info.isEmptyElementTag(), info.getAttributeCount()]); return true; } }); return seen;"""
    assert realm.run(PULL + script) == [
        [0, 0, "", "", False, -1],
        [2, 1, "a", "", False, 1],
        [4, 1, "", "x", False, -1],
        [2, 2, "b", "", True, 0],
        [3, 2, "b", "", False, -1],
        [6, 1, "", "c", False, -1],
        [3, 1, "a", "", False, -1],
        [1, 0, "", "", False, -1],
    ]


def test_the_parser_calls_back_for_tags_and_attributes_until_told_to_stop(realm) -> None:
    script = """parse('<a k="1" l="2"><b/><c/></a>', { tagValueCallbackFunction: (name, value) => { seen.push(name + value); return name !== 'b'; },
      attributeValueCallbackFunction: (key, value) => { seen.push(`${key}=${value}`); return true; } }); return seen;"""
    assert realm.run(PULL + script) == ["", "a", "k=1", "l=2", "b"]


def test_namespaces_can_be_ignored(realm) -> None:
    script = """for (const ignoreNameSpace of [false, true]) parse('<p:a xmlns:p="urn:p"/>', { ignoreNameSpace, tokenValueCallbackFunction: (type, info) => {
      if (type === xml.EventType.START_TAG) seen.push([info.getName(), info.getPrefix(), info.getNamespace()]); return true; } }); return seen;"""
    assert realm.run(PULL + script) == [["a", "p", "urn:p"], ["p:a", "", ""]]
