"""What a declaration file of the SDK makes available at run time: the values it exports, with their history."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from declarations import STATIC_BLOCK

KINDS = {
    "function": "f",
    "class": "c",
    "struct": "c",
    "enum": "e",
    "const": "v",
    "let": "v",
    "var": "v",
    "namespace": "n",
}
DECLARATION = re.compile(
    r"(?:@[\w.]+(?:\([^)]*\))?\s*)*(?P<export>export\s+)?(?P<default>default\s+)?(?:declare\s+)?"
    r"(?:(?:abstract|async|final)\s+|const\s+(?=enum\b))*"
    r"(?P<kind>function|class|struct|enum|const|let|var|namespace)\s+(?P<name>[\w$.]+)"
)
EXPORT_LIST = re.compile(r"export\s+\{(?P<names>.*)\}\s*(?:from\s+(['\"])(?P<file>.+?)\2)?", re.DOTALL)
EXPORT_STAR = re.compile(r"export\s+\*\s+(?:as\s+(?P<name>[\w$]+)\s+)?from\s+(['\"])(?P<file>.+?)\2")
EXPORT_DEFAULT = re.compile(r"export\s+default\s+(?P<name>[\w$]+)\s*;?$")
IMPORT = re.compile(
    r"import\s+(?:lazy\s+)?(?:(?P<default>[\w$]+)\s*)?,?\s*(?:\{(?P<names>[^}]*)\}|\*\s+as\s+(?P<space>[\w$]+))?\s*"
    r"from\s+(['\"])(?P<file>.+?)\4"
)
STATIC_MEMBER = re.compile(r"(?:public\s+)?static\s+(?:readonly\s+)?(?P<name>[\w$]+)\s*(?P<open>[(<])?")
STATIC = ("static", "staticonly")
SINCE = re.compile(r"@since\s+(\d+)[\d.]*(?:\s+(\w+))?")
SYSTEM = re.compile(r"@systemapi\b(?![^\n]*\[since [\d.]+ - [\d.]+\])")
"""Still one: what became public says until which version it was not."""
DEPRECATED = re.compile(r"@deprecated\s+since\s+(\d+)")
NEXT_STATEMENT = re.compile(
    r"\n\s*(?:export|declare|import|type|interface|namespace|function|class|enum|const|let|var)\b"
)
ONLY_MODIFIERS = re.compile(r"(?:@[\w.]+(?:\([^)]*\))?|export|default|declare|abstract|\s)*")
LINE_COMMENT = re.compile(r"//[^\n]*")


@dataclass(frozen=True)
class History:
    """Since which API version, whether only system apps may use it, since when it is deprecated (0: it is not)."""

    since: int = 0
    system: bool = False
    deprecated: int = 0
    static_only: bool = False
    """Declared for the static dialect alone, which is another runtime."""

    @staticmethod
    def of(comments: list[str], enclosing: History) -> History:
        """The documentation comments before a declaration: one for each change, the newest last."""
        told = [(int(number), kind) for text in comments for number, kind in SINCE.findall(text)]
        versions = [number for number, kind in told if kind not in STATIC]
        newest = comments[-1] if comments else ""
        since = DEPRECATED.search(newest)
        return History(
            min(versions, default=enclosing.since),
            SYSTEM.search(newest) is not None,
            int(since[1]) if since else enclosing.deprecated,
            bool(told) and not versions,
        )

    def with_overload(self, other: History) -> History:
        known = [history.since for history in (self, other) if history.since]
        both = self.deprecated and other.deprecated
        return History(
            min(known, default=0), self.system and other.system, max(self.deprecated, other.deprecated) if both else 0
        )


@dataclass(frozen=True)
class Value:
    """``kind`` as in KINDS; ``members`` are those of a namespace and the static ones of a class."""

    kind: str
    history: History
    members: dict[str, Value] = field(default_factory=dict[str, "Value"])

    def __str__(self) -> str:
        """``f9``, ``c12s`` (system API), ``v7d9`` (deprecated since 9)."""
        history = self.history
        deprecated = f"d{history.deprecated}" if history.deprecated else ""
        return f"{self.kind}{history.since}{'s' if history.system else ''}{deprecated}"

    def merged(self, other: Value) -> Value:
        """Overloads, and namespaces declared in pieces; a namespace beside a class or function gives it members."""
        kind = other.kind if self.kind == "n" else self.kind
        return Value(kind, self.history.with_overload(other.history), {**self.members, **other.members})


@dataclass(frozen=True)
class Statement:
    comments: list[str]
    head: str
    body: str | None


def statements(text: str) -> list[Statement]:
    """The statements of a file or of a namespace's body; ``head`` is all before the block of a declaration."""
    found: list[Statement] = []
    comments: list[str] = []
    at, start, depth, block = 0, None, 0, None

    def finish(end: int) -> None:
        nonlocal comments, start, block
        if start is not None:
            whole = text[start:end].strip()
            keeps_block = block is None or whole.startswith(
                ("export {", "export type {", "import", "type ", "export type ")
            )
            head = whole if keeps_block or block is None else text[start:block].strip()
            body = None if keeps_block or block is None else text[block + 1 : end - 1]
            if head.strip(";"):
                found.append(Statement(comments, head.rstrip(";").rstrip(), body))
        comments, start, block = [], None, None

    while at < len(text):
        if text.startswith("/*", at):
            end = text.find("*/", at + 2)
            end = len(text) if end < 0 else end + 2
            if start is None and text.startswith("/**", at):
                comments.append(text[at:end])
            elif start is not None and depth == 0 and text.startswith("/**", at):
                finish(at)
                comments.append(text[at:end])
            at = end
            continue
        if line := LINE_COMMENT.match(text, at):
            at = line.end()
            continue
        character = text[at]
        if start is None and not character.isspace():
            start = at
        if character in "'\"`":
            end = at + 1
            while end < len(text) and text[end] != character:
                end += 2 if text[end] == "\\" else 1
            at = end + 1
            continue
        if character in "{([":
            if character == "{" and depth == 0 and block is None:
                block = at
            depth += 1
        elif character in "})]":
            depth -= 1
            if character == "}" and depth == 0 and start is not None and _ends_with_block(text[start : block or at]):
                finish(at + 1)
        elif (character == ";" and depth == 0) or (
            character == "\n"
            and depth == 0
            and start is not None
            and NEXT_STATEMENT.match(text, at)
            and not ONLY_MODIFIERS.fullmatch(text, start, at)
        ):
            finish(at)
        at += 1
    finish(len(text))
    return found


def _ends_with_block(head: str) -> bool:
    return re.search(r"\b(?:class|interface|namespace|enum|struct|module|global)\b[^=]*$", head) is not None


class Declarations:
    """Files of the SDK by name, read once each. ``read`` answers None for a file that is not there."""

    def __init__(self, read: Callable[[str], str | None]) -> None:
        self._read = read
        self._files: dict[str, _File | None] = {}

    def exports(self, name: str) -> dict[str, Value] | None:
        """The run-time exports of a file, ``default`` among them; None when some of them cannot be found out."""
        file = self._file(name)
        return None if file is None else file.exports()

    def _file(self, name: str) -> _File | None:
        if name not in self._files:
            text = self._read(name)
            self._files[name] = None
            if text is not None:
                self._files[name] = _File(self, name, STATIC_BLOCK.sub("", text))
        return self._files[name]

    def imported(self, importer: str, file: str, name: str) -> Value | None:
        """What ``name`` of another file is at run time; None for a type and for what cannot be found."""
        for candidate in _candidates(importer, file):
            found = self._file(candidate)
            if found is not None:
                return found.export(name)
        return None

    def everything(self, importer: str, file: str) -> dict[str, Value] | None:
        for candidate in _candidates(importer, file):
            if self._file(candidate) is not None:
                return self.exports(candidate)
        return None


def _candidates(importer: str, file: str) -> list[str]:
    """``./@ohos.x`` and ``@ohos.x`` beside the importer, with each suffix a declaration file can have."""
    base = posixpath.normpath(posixpath.join(posixpath.dirname(importer), file))
    return [f"{base}{suffix}" for suffix in (".d.ts", ".d.ets", "")]


class _File:
    def __init__(self, all_files: Declarations, name: str, text: str) -> None:
        self._all = all_files
        self._name = name
        self._statements = statements(text)
        self._imports = self._read_imports()
        self._busy = False
        first = next((s for s in self._statements), None)
        own = [comment for comment in (first.comments if first else []) if "@since" in comment and "@file" in comment]
        self._values, self._exported = self._declared(self._statements, History.of(own, History()))

    def _read_imports(self) -> dict[str, tuple[str, str]]:
        """Local name -> the file and the name there."""
        found: dict[str, tuple[str, str]] = {}
        for statement in self._statements:
            match = IMPORT.match(statement.head)
            if match is None:
                continue
            if match["default"] and match["default"] != "type":
                found[match["default"]] = (match["file"], "default")
            if match["space"]:
                found[match["space"]] = (match["file"], "*")
            for outer, inner in pairs(match["names"] or ""):
                found[inner] = (match["file"], outer)
        return found

    def _declared(self, found: list[Statement], enclosing: History) -> tuple[dict[str, Value], set[str]]:
        """The values declared by ``found``, and which of them carry ``export``."""
        values: dict[str, Value] = {}
        exported: set[str] = set()
        for statement in found:
            match = DECLARATION.match(statement.head)
            if match is None:
                continue
            name, kind = match["name"], KINDS[match["kind"]]
            value = Value(kind, History.of(statement.comments, enclosing))
            if value.history.static_only:
                continue
            if kind == "n":
                value = replace(value, members=self._members(statement.body or "", value.history))
                if not value.members:
                    continue
            elif kind == "c":
                value = replace(value, members=self._static_members(statement.body or "", value.history))
            values[name] = values[name].merged(value) if name in values else value
            if match["default"]:
                exported.add("default")
                values["default"] = values[name]
            elif match["export"]:
                exported.add(name)
        return values, exported

    def _members(self, body: str, enclosing: History) -> dict[str, Value]:
        inner = statements(body)
        values, _ = self._declared(inner, enclosing)
        for statement in inner:
            match = EXPORT_LIST.match(statement.head)
            for outer, shown in pairs(match["names"]) if match else []:
                values[shown] = values.get(outer) or Value("?", enclosing, {"": Value(outer, enclosing)})
        return values

    def _static_members(self, body: str, enclosing: History) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for statement in statements(body):
            match = STATIC_MEMBER.match(statement.head)
            if match:
                value = Value("f" if match["open"] else "v", History.of(statement.comments, enclosing))
                if value.history.static_only:
                    continue
                found[match["name"]] = found[match["name"]].merged(value) if match["name"] in found else value
        return found

    def _value(self, name: str) -> Value | None:
        """A name of this file's own scope."""
        if name in self._values:
            return self._settled(self._values[name])
        if name in self._imports:
            file, outer = self._imports[name]
            return self._all.imported(self._name, file, outer)
        return None

    def _settled(self, value: Value) -> Value:
        """With each member that a namespace only lists looked up."""
        members: dict[str, Value] = {}
        for name, member in value.members.items():
            found = self._value(member.members[""].kind) if member.kind == "?" else member
            if found is not None:
                members[name] = found
        return replace(value, members=members)

    def export(self, name: str) -> Value | None:
        if name == "*":
            return Value("n", History(), self.exports() or {})
        exports = self.exports()
        return None if exports is None else exports.get(name)

    def exports(self) -> dict[str, Value] | None:
        if self._busy:
            return {}
        self._busy = True
        try:
            return self._find_exports()
        finally:
            self._busy = False

    def _find_exports(self) -> dict[str, Value] | None:
        found: dict[str, Value] = {}
        for name in self._exported:
            found[name] = self._settled(self._values[name])
        for statement in self._statements:
            if star := EXPORT_STAR.match(statement.head):
                others = self._all.everything(self._name, star["file"])
                if others is None:
                    return None
                if star["name"]:
                    found[star["name"]] = Value("n", History(), others)
                else:
                    found |= {name: value for name, value in others.items() if name != "default"}
            elif listed := EXPORT_LIST.match(statement.head):
                for outer, shown in pairs(listed["names"]):
                    file = listed["file"]
                    value = self._all.imported(self._name, file, outer) if file else self._value(outer)
                    if value is not None:
                        found[shown] = value
            elif (default := EXPORT_DEFAULT.match(statement.head)) and (value := self._value(default["name"])):
                found["default"] = value
        return found


def pairs(names: str) -> list[tuple[str, str]]:
    """``A, B as C`` as (outer, inner) pairs; types are left out."""
    found: list[tuple[str, str]] = []
    for part in re.sub(r"/\*.*?\*/", "", LINE_COMMENT.sub("", names), flags=re.DOTALL).split(","):
        words = part.split()
        if words and words[0] != "type":
            found.append((words[0], words[-1]))
    return found
