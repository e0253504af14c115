"""An XML text as the tree of nodes that libxml2 makes of it: names without declared prefixes, CDATA apart from text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal
from xml.parsers import expat

import msgspec

NodeKind = Literal["element", "text", "cdata", "comment", "instruction", "doctype"]
_XML = "xml"
_XMLNS = "xmlns"


class Node(msgspec.Struct):
    """``name``: of an element, instruction or document type. ``content``: of any other kind, and of an instruction."""

    kind: NodeKind
    name: str = ""
    content: str = ""
    attributes: list[tuple[str, str]] = msgspec.field(default_factory=list[tuple[str, str]])
    children: list[Node] = msgspec.field(default_factory=list["Node"])

    @property
    def is_blank(self) -> bool:
        return self.kind == "text" and not self.content.strip(" \t\r\n")


class Document(msgspec.Struct):
    """``before`` and ``after``: the nodes around ``root``, in the order of the text."""

    root: Node
    version: str = "1.0"
    encoding: str | None = None
    before: list[Node] = msgspec.field(default_factory=list[Node])
    after: list[Node] = msgspec.field(default_factory=list[Node])


def parse(text: str) -> Document | None:
    """The document, or None when ``text`` is not well formed."""
    builder = _Builder()
    try:
        builder.parser.Parse(text.encode("utf-8", "surrogatepass"), True)
    except expat.ExpatError:
        return None
    return builder.document()


class _Builder:
    def __init__(self) -> None:
        self.parser = parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.CommentHandler = self._leaf("comment")
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartCdataSectionHandler = self._open_cdata
        parser.EndCdataSectionHandler = self._close_cdata
        parser.XmlDeclHandler = self._declaration
        self._top: list[Node] = []
        self._open: list[Node] = []
        self._prefixes: list[set[str]] = [{_XML}]
        self._version = "1.0"
        self._encoding: str | None = None
        self._in_cdata = False

    def document(self) -> Document | None:
        root = next((index for index, node in enumerate(self._top) if node.kind == "element"), None)
        if root is None:
            return None
        return Document(self._top[root], self._version, self._encoding, self._top[:root], self._top[root + 1 :])

    def _add(self, node: Node) -> None:
        (self._open[-1].children if self._open else self._top).append(node)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        declared = {key.removeprefix("xmlns:") for key in attributes if key.startswith("xmlns:")}
        self._prefixes.append(self._prefixes[-1] | declared)
        kept = [
            (self._local(key), value)
            for key, value in attributes.items()
            if key != _XMLNS and not key.startswith("xmlns:")
        ]
        node = Node("element", self._local(name), attributes=kept)
        self._add(node)
        self._open.append(node)

    def _local(self, name: str) -> str:
        prefix, separator, rest = name.partition(":")
        return rest if separator and prefix in self._prefixes[-1] else name

    def _end(self, name: str) -> None:
        del name
        self._open.pop()
        self._prefixes.pop()

    def _text(self, text: str) -> None:
        if self._in_cdata:
            self._open[-1].children[-1].content += text
        else:
            self._add(Node("text", content=text))

    def _leaf(self, kind: NodeKind) -> Callable[[str], None]:
        return lambda content: self._add(Node(kind, content=content))

    def _instruction(self, name: str, content: str) -> None:
        self._add(Node("instruction", name, content))

    def _doctype(self, name: str, system_id: str | None, public_id: str | None, has_subset: bool) -> None:
        del system_id, public_id, has_subset
        self._add(Node("doctype", name))

    def _open_cdata(self) -> None:
        self._add(Node("cdata"))
        self._in_cdata = True

    def _close_cdata(self) -> None:
        self._in_cdata = False

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        del standalone
        self._version, self._encoding = version, encoding
