"""The object that ``convertxml`` makes of an XML text.

Source: commonlibrary_ets_utils js_api_module/convertxml/js_convertxml.cpp, whose quirks are kept: the elements of a
level appear only if its last node does, and what stands before the root is repeated before whatever follows it.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from .tree import Document, Node, NodeKind, parse

Converted = dict[str, Any]
PARENT_KEY_SINCE = 13
_CONTENT_KEYS: dict[NodeKind, str] = {"instruction": "instruction", "comment": "comment", "cdata": "cdata"}


class ConvertOptions(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What the app may choose (interface_sdk-js api/@ohos.convertxml.d.ts); the defaults are the device's."""

    trim: bool = False
    ignore_declaration: bool = False
    ignore_instruction: bool = False
    ignore_attributes: bool = False
    ignore_comment: bool = False
    ignore_cdata: bool = msgspec.field(default=False, name="ignoreCDATA")
    ignore_doctype: bool = False
    ignore_text: bool = False
    declaration_key: str = "_declaration"
    instruction_key: str = "_instruction"
    attributes_key: str = "_attributes"
    text_key: str = "_text"
    cdata_key: str = "_cdata"
    doctype_key: str = "_doctype"
    comment_key: str = "_comment"
    parent_key: str = "_parent"
    type_key: str = "_type"
    name_key: str = "_name"
    elements_key: str = "_elements"


def convert(text: str, options: ConvertOptions, *, skips_blank: bool, api: int) -> Converted:
    """``skips_blank``: text of nothing but white space is left out, as fastConvert and largeConvert do."""
    document = parse(text)
    converter = _Converter(options, skips_blank, api >= PARENT_KEY_SINCE)
    return converter.document(document, text) if document else converter.fragment(text)


class _Converter:
    def __init__(self, options: ConvertOptions, skips_blank: bool, tells_parent: bool) -> None:
        self._options = options
        self._skips_blank = skips_blank
        self._tells_parent = tells_parent
        self._before: list[Converted] = []

    def document(self, document: Document, text: str) -> Converted:
        options = self._options
        result: Converted = {}
        if not options.ignore_declaration and "xml" in text:
            declared = {"version": document.version}
            if document.encoding is not None:
                declared["encoding"] = document.encoding
            result[options.declaration_key] = {options.attributes_key: declared}
        self._before = [made for node in document.before if (made := self._prologue(node)) is not None]
        self._level(result, [document.root, *document.after], "", is_top=True)
        return result

    def fragment(self, text: str) -> Converted:
        """A text that is no document: its declaration as far as it can be seen, and what is left inside of a node."""
        options = self._options
        result: Converted = {}
        start = text.find("xml")
        if start >= 0:
            declared = {key: value for key, value in (("version", "1.0"), ("encoding", "utf-8")) if f"{key}=" in text}
            result[options.declaration_key] = {options.attributes_key: declared} if declared else {}
            end, opened = text.find(">", start), text.rfind("<", 0, start + 1)
            text = "" if end == len(text) - 1 else text[: max(opened, 0)] + text[end + 1 :]
        if not text.strip(" \v\t\n"):
            return result
        wrapped = f"{text}<node></node>" if "<!DOCTYPE" in text else f"<node>{text}</node>"
        document = parse(wrapped)
        if document is None:
            return result
        elements = [
            self._node(node, "")[0] for node in document.root.children if not (self._skips_blank and node.is_blank)
        ]
        if elements:
            result[options.elements_key] = elements
        return result

    def _prologue(self, node: Node) -> Converted | None:
        options = self._options
        if node.kind == "instruction" and not options.ignore_instruction:
            return {options.type_key: node.kind, options.name_key: node.name, options.instruction_key: node.content}
        if node.kind == "comment" and not options.ignore_comment:
            return {options.type_key: node.kind, options.comment_key: node.content}
        if node.kind == "doctype" and not options.ignore_doctype:
            return {options.type_key: node.kind, options.doctype_key: node.name}
        return None

    def _level(self, target: Converted, nodes: list[Node], parent: str, *, is_top: bool = False) -> None:
        elements: list[Converted] = []
        is_shown = False
        for node in nodes:
            if self._skips_blank and node.is_blank:
                continue
            made, is_shown = self._node(node, parent)
            if is_top:
                elements += self._before
            if is_shown:
                elements.append(made)
        if is_shown:
            target[self._options.elements_key] = elements

    def _node(self, node: Node, parent: str) -> tuple[Converted, bool]:
        """What a node becomes, and whether it is shown."""
        options = self._options
        made: Converted = {}
        if node.kind != "text" and not (node.kind == "instruction" and options.ignore_instruction):
            made[options.type_key] = node.kind
            if node.kind not in ("comment", "cdata"):
                made[options.name_key] = node.name
                if parent:
                    made[options.parent_key] = parent
        if node.attributes and not options.ignore_attributes:
            made[options.attributes_key] = dict(node.attributes)
        if node.children:
            self._level(made, node.children, node.name if self._tells_parent else "")
            return made, True
        if node.kind == "element":
            return made, True
        made[options.type_key] = node.kind
        if node.kind == "text":
            made[options.text_key] = _trimmed(node.content) if options.trim else node.content
            return made, not options.ignore_text
        if getattr(options, f"ignore_{node.kind}"):
            return made, False
        made[getattr(options, f"{_CONTENT_KEYS[node.kind]}_key")] = node.content
        return made, True


def _trimmed(text: str) -> str:
    """Spaces only, and never the first character (js_convertxml.cpp:Trim)."""
    text = text.lstrip(" ")
    return text[:1] + text[1:].rstrip(" ")


_BETWEEN_TAGS = re.compile(r"(<!\[CDATA\[[\s\S]*?\]\]>)|(>\s+<)")
_CDATA = re.compile(r"<!\[CDATA\[[\s\S]*?\]\]>")
_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v"})


def without_blanks(text: str) -> str:
    """What convert and convertToJSObject do to a text first (src/js_convertxml.ts:dealXml)."""
    text = _BETWEEN_TAGS.sub(lambda found: found[1] or "><", text).strip()
    if "[CDATA" not in text:
        return text
    text = text.replace("]]><![CDATA", "]]> <![CDATA")
    return _CDATA.sub(lambda found: found[0].translate(_ESCAPES), text)
