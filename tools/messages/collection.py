"""Where messages are made: every place in the code whose text reaches a user, and the catalogue of requirements."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import NamedTuple

import msgspec

from .page import texts_of_page
from .sources import Function, Module, Sources
from .templates import Templates, is_message, returned_by

FOLDERS = ("emulator", "harness", "conformance", "reports")
CASE_METHODS = {"fail": 0, "not_applicable": 0, "inconclusive": 0, "remark": 0, "require": 1, "require_same": 2}
ENDS_OF_A_CASE = ("Violation", "NotApplicable", "Inconclusive")
ERROR = "OhosBackupError"
MESSAGE_FIELDS = (
    "message",
    "mend",
    "reason",
    "what",
    "words",
    "failure",
    "why",
    "form",
    "found",
    "title",
    "situation",
    "incomplete_because",
    "help",
    "before",
    "after",
)
"""Fields of our own records that hold sentences for the user."""

REQUIREMENT_TEXTS = ("title", "rationale", "applies_when", "mend")
WORDS = "t"
"""The function that turns a renderer's own words into the reader's language."""
STEP = "FrameworkStep"
"""The event whose detail is a sentence of the framework's."""
TRACE_FIELDS = ("outcome", "origin")
"""Fields of the trace's events that the timeline tells, each with a few words to choose from."""
COUNTED = "n"
"""Words.n: a number, the words for one, the words for more."""

NO_COMMANDS = ("application", "languages", "option_errors", "report_options")
"""Modules of harness/cli that are no commands."""

OF_THE_DEVICE = ("emulator/modules", "emulator/filesystem")
"""What these say is told to the app, in the device's own words; only our family of errors is for the user there."""


FIXED = "words"
"""The context of a renderer's own words: \"open\" above a table is not the file operation in a message."""


class Message(NamedTuple):
    """``context`` as gettext knows it: empty for what is said in messages, FIXED for a renderer's words."""

    context: str
    text: str


class Collection:
    """Every message by its English template, with the files that make it."""

    def __init__(self, root: Path) -> None:
        self.found: dict[Message, set[str]] = {}
        self._root = root
        self._sources = Sources(root, FOLDERS)
        self._templates = Templates(self._sources, self._note, self._follow)
        self._followed: set[tuple[ast.AST, str]] = set()
        self._waiting: list[tuple[Module, Function, str]] = []
        self._calls = [
            (module, node)
            for module in self._sources.modules.values()
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Call)
        ]
        self._calls_of: dict[str, list[tuple[Module, ast.Call]]] = {}
        for module, call in self._calls:
            self._calls_of.setdefault(_called(call), []).append((module, call))
        self._collect()

    def _note(self, text: str, module: Module) -> None:
        # A renderer says its own words with t(); what else it writes is a form for programs.
        if module.dotted[0] != "reports" or module.dotted[-1] in ("forms", "results_file", "merge", "shard_text"):
            self._keep(text, module.file)

    def _keep(self, text: str, file: Path) -> None:
        if is_message(text):
            self.found.setdefault(Message("", text), set()).add(file.relative_to(self._root).as_posix())

    def _keep_word(
        self, expression: ast.expr, module: Module, function: Function | None = None, context: str = ""
    ) -> None:
        """A text that is certainly for the user, be it a single word."""
        for text in self._templates.of(module, expression, function):
            self.found.setdefault(Message(context, text), set()).add(module.file.relative_to(self._root).as_posix())

    def _follow(self, module: Module, function: Function, name: str) -> None:
        if (function, name) not in self._followed:
            self._followed.add((function, name))
            self._waiting.append((module, function, name))

    def _collect(self) -> None:
        self._collect_requirements()
        for module, call in self._calls:
            for expression in self._messages_in(module, call):
                self._take(module, expression, call)
        self._collect_commands()
        self._collect_told()
        for text, file in texts_of_page(self._root):
            self.found.setdefault(Message(FIXED, text), set()).add(file.relative_to(self._root).as_posix())
        while self._waiting:
            module, function, name = self._waiting.pop()
            self._take_arguments(module, function, name)

    def _take(self, module: Module, expression: ast.expr, inside: ast.AST) -> None:
        for text in self._templates.of(module, expression, module.owner.get(inside)):
            self._note(text, module)

    def _messages_in(self, module: Module, call: ast.Call) -> list[ast.expr]:
        name = _called(call)
        if isinstance(call.func, ast.Attribute) and name in CASE_METHODS:
            position = CASE_METHODS[name]
            if name == "fail" and module.dotted[0] not in ("conformance", "harness"):
                return []
            reasons = [*call.args[position : position + 1], *(k.value for k in call.keywords if k.arg == "reason")]
            return [_with_differences(reason) for reason in reasons] if name == "require_same" else reasons
        if name == WORDS:
            function = module.owner.get(call)
            if function is not None and function.name == WORDS:
                return []
            for argument in call.args[:1]:
                self._keep_word(argument, module, module.owner.get(call), FIXED)
            return []
        if name == COUNTED and isinstance(call.func, ast.Attribute):
            for argument in call.args[1:3]:
                self._keep_word(argument, module, module.owner.get(call), FIXED)
            return []
        if name == STEP:
            return [k.value for k in call.keywords if k.arg == "detail"]
        if name == "explain" and isinstance(call.func, ast.Attribute):
            return call.args
        if name == "replace":
            return [k.value for k in call.keywords if k.arg in ("reason", "incomplete_because")]
        if name == "Argument" or name == "Option" or name == "Typer":
            return [k.value for k in call.keywords if k.arg in ("help", "epilog", "rich_help_panel")]
        if name == "add_typer":
            return [k.value for k in call.keywords if k.arg == "help"]
        definition = self._sources.definition(module, name) if isinstance(call.func, ast.Name) else None
        if definition is None or not isinstance(definition.node, ast.ClassDef):
            if isinstance(call.func, ast.Attribute) and name == "__init__":
                return self._of_base_init(module, call)
            return []
        return self._of_record(definition.module, definition.node, call)

    def _of_base_init(self, module: Module, call: ast.Call) -> list[ast.expr]:
        inside = module.class_of.get(call)
        if inside is not None and ERROR in self._sources.bases(module, inside):
            return [*call.args[:1], *(k.value for k in call.keywords if k.arg == "mend")]
        return []

    def _of_record(self, module: Module, node: ast.ClassDef, call: ast.Call) -> list[ast.expr]:
        bases = {node.name, *self._sources.bases(module, node)}
        if ERROR in bases or bases & set(ENDS_OF_A_CASE):
            own = any(isinstance(part, ast.FunctionDef) and part.name == "__init__" for part in node.body)
            if own and ERROR in bases and node.name != ERROR:
                return [*call.args, *(k.value for k in call.keywords)]
            return [*call.args[:1], *(k.value for k in call.keywords if k.arg in ("mend", "reason", "what"))]
        if module.file.relative_to(self._root).as_posix().startswith(OF_THE_DEVICE):
            return []
        if bases & {"Exception", "BaseException"}:
            return call.args[:1]
        fields = [
            part.target.id
            for part in node.body
            if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
        ]
        by_place = [value for field, value in zip(fields, call.args, strict=False) if field in MESSAGE_FIELDS]
        return [*by_place, *(k.value for k in call.keywords if k.arg in MESSAGE_FIELDS and k.arg in fields)]

    def _take_arguments(self, module: Module, function: Function, name: str) -> None:
        """A message that comes in by a parameter: what every call of the function gives for it."""
        arguments = function.args
        positional = [a.arg for a in (*arguments.posonlyargs, *arguments.args)]
        is_method = module.class_of.get(function) is not None and positional[:1] in (["self"], ["cls"])
        for argument, default in zip(reversed(positional), reversed(arguments.defaults), strict=False):
            if argument == name:
                self._take(module, default, function)
        for keyword, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
            if keyword.arg == name and value is not None:
                self._take(module, value, function)
        inside = module.class_of.get(function)
        called = inside.name if inside is not None and function.name == "__init__" else function.name
        for place, call in self._calls_of.get(called, ()):
            if not self._calls_it(place, call, module, function, is_method):
                continue
            index = positional.index(name) - is_method if name in positional else -1
            given = [k.value for k in call.keywords if k.arg == name]
            given += call.args[index : index + 1] if index >= 0 else []
            for expression in given:
                self._take(place, expression, call)

    def _calls_it(self, place: Module, call: ast.Call, module: Module, function: Function, is_method: bool) -> bool:
        if is_method:
            inside = module.class_of[function]
            if function.name == "__init__":
                found = self._sources.definition(place, call.func.id) if isinstance(call.func, ast.Name) else None
                return bool(found and found.node is inside)
            return (
                isinstance(call.func, ast.Attribute)
                and call.func.attr == function.name
                and (place is module or not function.name.startswith("_"))
            )
        found = self._templates.function_called(place, call, place.owner.get(call))
        return bool(found and found.node is function)

    def _collect_commands(self) -> None:
        """The first lines of commands are their help; the command-line library's own sentences are kept as a table."""
        option_errors = self._sources.modules["harness", "cli", "option_errors"]
        self._keep_word(ast.Name("SAID", ast.Load()), option_errors)
        for dotted, module in self._sources.modules.items():
            if dotted[:2] != ("harness", "cli") or len(dotted) < 3:
                continue
            for node in module.tree.body:
                if not isinstance(node, ast.FunctionDef) or node.name.startswith("_") or dotted[2] in NO_COMMANDS:
                    continue
                for paragraph in (ast.get_docstring(node) or "").split("\n\n"):
                    if "Raises " not in paragraph:
                        self._keep(" ".join(paragraph.split()), module.file)

    def _collect_told(self) -> None:
        """The timeline's entries, and the names of the families."""
        module = self._sources.modules["harness", "timeline"]
        for name in ("_words", "_file_words"):
            function = module.names[name]
            assert isinstance(function, ast.FunctionDef)
            for call in ast.walk(function):
                if isinstance(call, ast.Return) and call.value is not None:
                    if isinstance(call.value, ast.Tuple):
                        self._keep_word(call.value.elts[0], module)
                    value = call.value.elts[1] if isinstance(call.value, ast.Tuple) else call.value
                    for text in self._templates.of(module, value, function):
                        self._note(text, module)
        for found in self._sources.methods("describe"):
            for value in returned_by(found.node):
                for text in self._templates.of(found.module, value, found.node):
                    self._note(text, found.module)
        catalogue = self._sources.modules["harness", "catalogue"]
        self._keep_word(ast.Name("FAMILIES", ast.Load()), catalogue)
        tree = self._sources.modules["harness", "data", "tree"]
        for name in ("ChangeKind", "Kind"):
            kinds = tree.names[name]
            assert isinstance(kinds, ast.Subscript)
            self._keep_word(kinds.slice, tree)
        trace = self._sources.modules["emulator", "trace"]
        for node in ast.walk(trace.tree):
            match node:
                case ast.AnnAssign(target=ast.Name(id=name), annotation=ast.Subscript(slice=choices)):
                    if name in TRACE_FIELDS:
                        self._keep_word(choices, trace)
                case _:
                    pass
        runtime = self._sources.modules["emulator", "runtime", "api"]
        reasons = runtime.names["DeathReason"]
        assert isinstance(reasons, ast.Subscript)
        self._keep_word(reasons.slice, runtime)
        self._keep_word(ast.Constant("disconnected"), trace)

    def _collect_requirements(self) -> None:
        for file in sorted((self._root / "conformance" / "catalogue").glob("*.toml")):
            for record in msgspec.toml.decode(file.read_bytes())["requirement"]:
                for field in REQUIREMENT_TEXTS:
                    self._keep(record[field].strip(), file)


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _with_differences(reason: ast.expr) -> ast.expr:
    """As Case.require_same puts it: the differences follow."""
    followed = ast.BinOp(reason, ast.Add(), ast.Constant(": "))
    return ast.BinOp(followed, ast.Add(), ast.Name("differences", ast.Load()))
