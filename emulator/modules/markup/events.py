"""The events of ``xml.XmlPullParser`` for one XML text (commonlibrary_ets_utils js_api_module/xml/js_xml.cpp:Parse)."""

from __future__ import annotations

from itertools import pairwise
from xml.parsers import expat

import msgspec

START_DOCUMENT, END_DOCUMENT, START_TAG, END_TAG, TEXT, CDATA, COMMENT, DOCTYPE, INSTRUCTION = range(9)
WHITESPACE = 10


class PullEvent(msgspec.Struct, array_like=True):
    """Line and column (from 1) are where the parser stands behind the event."""

    type: int
    depth: int = 0
    line: int = 1
    column: int = 1
    name: str = ""
    namespace: str = ""
    prefix: str = ""
    text: str = ""
    is_empty: bool = False
    is_blank: bool = False
    attributes: list[tuple[str, str]] = msgspec.field(default_factory=list[tuple[str, str]])


def pull_events(data: bytes, *, uses_namespaces: bool, has_doctype: bool) -> list[PullEvent]:
    """Every event up to the end, or up to where ``data`` stops to be well formed."""
    reader = _Reader(data, uses_namespaces, has_doctype)
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError:
        return reader.events
    reader.add(PullEvent(END_DOCUMENT))
    return reader.placed()


class _Reader:
    def __init__(self, data: bytes, uses_namespaces: bool, has_doctype: bool) -> None:
        self.parser = parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        self.events: list[PullEvent] = [PullEvent(START_DOCUMENT)]
        self._data = data
        self._uses_namespaces = uses_namespaces
        self._has_doctype = has_doctype
        self._scopes: list[dict[str, str]] = [{"xml": "http://www.w3.org/XML/1998/namespace"}]
        self._depth = 0
        self._cdata: list[str] | None = None
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.CommentHandler = lambda text: self.add(PullEvent(COMMENT, text=text))
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartCdataSectionHandler = self._open_cdata
        parser.EndCdataSectionHandler = self._close_cdata

    def add(self, event: PullEvent) -> None:
        event.depth = self._depth
        event.line, event.column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        self.events.append(event)

    def placed(self) -> list[PullEvent]:
        """The parser tells where an event begins; the app is told where the next one does."""
        for event, following in pairwise(self.events):
            event.line, event.column = following.line, following.column
        return self.events

    def _named(self, name: str) -> tuple[str, str, str]:
        """Name, namespace and prefix."""
        prefix, separator, rest = name.partition(":")
        if not self._uses_namespaces:
            return name, "", ""
        if not separator:
            return name, self._scopes[-1].get("", ""), ""
        return rest, self._scopes[-1].get(prefix, ""), prefix

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        scope = dict(self._scopes[-1])
        for key, value in attributes.items():
            if key == "xmlns" or key.startswith("xmlns:"):
                scope[key.partition(":")[2]] = value
        self._scopes.append(scope)
        self._depth += 1
        local, namespace, prefix = self._named(name)
        shown = [
            (self._named(key)[0] if ":" in key else key, value)
            for key, value in attributes.items()
            if not (self._uses_namespaces and (key == "xmlns" or key.startswith("xmlns:")))
        ]
        end = self._data.find(b">", self.parser.CurrentByteIndex)
        is_empty = self._data[end - 1 : end] == b"/"
        self.add(
            PullEvent(START_TAG, name=local, namespace=namespace, prefix=prefix, is_empty=is_empty, attributes=shown)
        )

    def _end(self, name: str) -> None:
        local, namespace, prefix = self._named(name)
        self.add(PullEvent(END_TAG, name=local, namespace=namespace, prefix=prefix))
        self._scopes.pop()
        self._depth -= 1

    def _text(self, text: str) -> None:
        if self._cdata is not None:
            self._cdata.append(text)
            return
        is_blank = not text.strip(" \t\r\n")
        self.add(PullEvent(TEXT, text=text, is_blank=is_blank))

    def _open_cdata(self) -> None:
        self._cdata = []

    def _close_cdata(self) -> None:
        text, self._cdata = "".join(self._cdata or ()), None
        self.add(PullEvent(CDATA, text=text))

    def _instruction(self, name: str, content: str) -> None:
        self.add(PullEvent(INSTRUCTION, text=f"{name} {content}".rstrip()))

    def _doctype(self, name: str, system_id: str | None, public_id: str | None, has_subset: bool) -> None:
        del public_id, has_subset
        if self._has_doctype:
            self.add(PullEvent(DOCTYPE, text=f" {name} {system_id or ''}".rstrip()))
