"""What texts an expression can become: templates in which ``{name}`` stands for whatever is only known at run time."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from .sources import Definition, Function, Module, Sources, assigned

PLACEHOLDER = re.compile(r"\{[a-z_][a-z0-9_]*\}")
_ADJACENT = re.compile(r"(\{[a-z_][a-z0-9_]*\})(?:\{[a-z_][a-z0-9_]*\})+")
_SAYS_SOMETHING = re.compile(r"[A-Za-z]{2,}")
_CODE = re.compile(r"|[-.].*|[^\s]*([a-z][A-Z]|[_@/.\\()\[\]0-9=:<>*])[^\s]*|[A-Z]+|[a-z]")
_DATA = re.compile(r"/\S*$|<I|\[|x'|short\n|o'hara|in Json::|rb$|\{\w+\} bytes$")
_QUOTED = re.compile(r"['\"][^'\"\s]*$")
_PASSING_ON = ("printable", "str", "_shortened", "shown_text")
_STRIPPING = ("strip", "rstrip", "lstrip", "removesuffix", "removeprefix", "capitalize", "format")
MEMBERS = ("described", "describe", "words", "said", "told")
"""Methods and properties that put something into words for a message."""

DEEPEST = 8


def is_message(template: str) -> bool:
    """Whether there is something to translate in it: words of a sentence, not a name in code."""
    words = PLACEHOLDER.sub(" ", template)
    if not _SAYS_SOMETHING.search(words) or _DATA.match(template) or words.startswith("# "):
        return False
    if " " in template.strip() and words != template:
        return True
    return any(not _CODE.fullmatch(part.lstrip("'\"(").rstrip("'\"),.;:…")) for part in words.split())


class Templates:
    """Follows expressions to the texts they can become.

    ``note`` is told every text that can be a part of another one, ``follow`` every parameter that a message comes from.
    """

    def __init__(
        self,
        sources: Sources,
        note: Callable[[str, Module], None],
        follow: Callable[[Module, Function, str], None],
    ) -> None:
        self._sources = sources
        self._note = note
        self._follow = follow
        self._under_way: set[ast.AST] = set()

    def of(self, module: Module, expression: ast.expr, function: Function | None, depth: int = 0) -> list[str]:
        """Every template; empty when nothing is known before run time."""
        if depth > DEEPEST:
            return []
        match expression:
            case ast.Constant(value=str() as text):
                return [text]
            case ast.JoinedStr():
                return [self._joined(module, expression, function, depth)]
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                firsts = self.of(module, left, function, depth + 1) or [_placeholder(left)]
                seconds = self.of(module, right, function, depth + 1) or [_placeholder(right)]
                return [_merged(a + b) for a, b in itertools.product(firsts, seconds)]
            case ast.IfExp(body=body, orelse=orelse):
                return self._each(module, (body, orelse), function, depth)
            case ast.BoolOp(values=values):
                return self._each(module, values, function, depth)
            case ast.NamedExpr(value=value):
                return self.of(module, value, function, depth + 1)
            case ast.Name(id=name):
                return self._named(module, name, function, depth)
            case ast.Call():
                return self._called(module, expression, function, depth)
            case ast.Subscript(value=value, slice=key):
                return self._subscript(module, value, key, function, depth)
            case ast.Dict(values=values):
                return self._each(module, values, function, depth)
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                return self._each(module, elements, function, depth)
            case ast.Attribute(attr=name) if name in MEMBERS:
                return self._of_members(name, depth + 1)
            case _:
                return []

    def _each(
        self, module: Module, expressions: Iterable[ast.expr], function: Function | None, depth: int
    ) -> list[str]:
        return [text for each in expressions for text in self.of(module, each, function, depth + 1)]

    def _joined(self, module: Module, expression: ast.JoinedStr, function: Function | None, depth: int) -> str:
        parts: list[str] = []
        used: dict[str, str] = {}
        for value in expression.values:
            if isinstance(value, ast.Constant):
                parts.append(str(value.value))
            elif isinstance(value, ast.FormattedValue):
                known = self._constant(module, value.value, function)
                if known is not None:
                    parts.append(known)
                    continue
                # What stands between quotes is a name or a value, told as it is.
                if not (parts and _QUOTED.search(parts[-1])):
                    for text in self.of(module, value.value, function, depth + 1):
                        self._note(text, module)
                    self._note_parts(module, value.value, function, depth)
                parts.append(_placeholder(value.value, used))
        return _merged("".join(parts))

    def _note_parts(self, module: Module, value: ast.expr, function: Function | None, depth: int) -> None:
        """Texts joined to a list inside a message."""
        for call in ast.walk(value):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "join":
                for argument in call.args:
                    element = argument.elt if isinstance(argument, (ast.GeneratorExp, ast.ListComp)) else argument
                    for text in self.of(module, element, function, depth + 1):
                        self._note(text, module)

    def _constant(self, module: Module, value: ast.expr, function: Function | None) -> str | None:
        """The text of a constant of a module: it is part of the sentence."""
        if not isinstance(value, ast.Name) or (function and value.id in _locals(function)):
            return None
        found = self._sources.definition(module, value.id)
        if found and isinstance(found.node, ast.Constant) and isinstance(found.node.value, (str, int)):
            return str(found.node.value)
        return None

    def _named(self, module: Module, name: str, function: Function | None, depth: int) -> list[str]:
        if function is not None:
            given = _locals(function).get(name)
            if given:
                return self._each(module, given, function, depth)
            if name in _parameters(function):
                self._follow(module, function, name)
                return []
            outer = module.owner.get(function)
            if outer is not None:
                return self._named(module, name, outer, depth + 1)
        found = self._sources.definition(module, name)
        if found and isinstance(found.node, ast.expr):
            return self.of(found.module, found.node, None, depth + 1)
        return []

    def _called(self, module: Module, call: ast.Call, function: Function | None, depth: int) -> list[str]:
        if isinstance(call.func, ast.Attribute) and call.func.attr in _STRIPPING:
            return self.of(module, call.func.value, function, depth + 1)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "get":
            inside = self.of(module, call.func.value, function, depth + 1)
            return [*inside, *self._each(module, call.args[1:], function, depth)]
        if isinstance(call.func, ast.Attribute) and call.func.attr == "join" and call.args:
            self._note_parts(module, call, function, depth)
            return []
        if isinstance(call.func, ast.Name) and call.func.id == "next" and call.args:
            first = call.args[0]
            if isinstance(first, ast.GeneratorExp):
                return self._each(module, (first.elt, *call.args[1:]), function, depth)
        if isinstance(call.func, ast.Name) and call.func.id in _PASSING_ON and call.args:
            return self.of(module, call.args[0], function, depth + 1)
        found = self.function_called(module, call, function)
        if found is None and isinstance(call.func, ast.Attribute):
            return self.of(module, call.func, function, depth + 1)
        if found is None or found.node in self._under_way:
            return []
        return self._returned(found, None, depth)

    def _of_members(self, name: str, depth: int) -> list[str]:
        """What methods and properties of our own called ``name`` return, whoever's they are; they are few."""
        texts: list[str] = []
        for found in self._sources.methods(name):
            if found.node not in self._under_way:
                texts += self._returned(found, None, depth)
        return texts

    def _returned(self, found: Definition, index: int | None, depth: int) -> list[str]:
        assert isinstance(found.node, (ast.FunctionDef, ast.AsyncFunctionDef))
        self._under_way.add(found.node)
        try:
            texts: list[str] = []
            for value in returned_by(found.node):
                if index is not None:
                    if not isinstance(value, ast.Tuple) or index >= len(value.elts):
                        continue
                    value = value.elts[index]
                texts += self.of(found.module, value, found.node, depth + 1)
            return texts
        finally:
            self._under_way.discard(found.node)

    def _subscript(
        self, module: Module, value: ast.expr, key: ast.expr, function: Function | None, depth: int
    ) -> list[str]:
        if isinstance(value, ast.Call) and isinstance(key, ast.Constant) and isinstance(key.value, int):
            found = self.function_called(module, value, function)
            if found and found.node not in self._under_way:
                return self._returned(found, key.value, depth)
            return []
        if isinstance(value, (ast.Name, ast.Dict, ast.Tuple)) and not isinstance(key, ast.Slice):
            return self.of(module, value, function, depth + 1)
        return []

    def function_called(self, module: Module, call: ast.Call, function: Function | None) -> Definition | None:
        """The function of ours that ``call`` calls, if it can be told by its name."""
        if isinstance(call.func, ast.Name):
            inner: Function | None = function
            while inner is not None:
                for node in inner.body:
                    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == call.func.id:
                        return Definition(module, node)
                inner = module.owner.get(inner)
            found = self._sources.definition(module, call.func.id)
            return found if found and isinstance(found.node, (ast.FunctionDef, ast.AsyncFunctionDef)) else None
        if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
            inside = module.class_of.get(function) if function and call.func.value.id == "self" else None
            for node in inside.body if inside else ():
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == call.func.attr:
                    return Definition(module, node)
        return None


def returned_by(function: Function) -> Iterator[ast.expr]:
    """What ``function`` returns or yields, without the functions inside it."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            continue
        if isinstance(node, (ast.Return, ast.Yield)) and node.value is not None:
            yield node.value
        waiting.extend(ast.iter_child_nodes(node))


@cache
def _locals(function: Function) -> dict[str, list[ast.expr]]:
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(function):
        for name, value in assigned(node):
            found.setdefault(name, []).append(value)
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            found.setdefault(node.target.id, []).append(node.value)
        if isinstance(node, (ast.For, ast.comprehension)):
            _note_loop(node.target, node.iter, found)
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append"), args=[value, *_]):
                found.setdefault(name, []).append(value)
            case _:
                pass
    return found


def _note_loop(target: ast.expr, over: ast.expr, found: dict[str, list[ast.expr]]) -> None:
    """``for a, b in ((x, y), …)``: a is each x, b each y."""
    rows = over.elts if isinstance(over, (ast.Tuple, ast.List)) else ()
    for row in rows:
        if isinstance(target, ast.Name):
            found.setdefault(target.id, []).append(row)
        elif isinstance(target, ast.Tuple) and isinstance(row, ast.Tuple):
            for name, value in zip(target.elts, row.elts, strict=False):
                if isinstance(name, ast.Name):
                    found.setdefault(name.id, []).append(value)


def _parameters(function: Function) -> list[str]:
    arguments = function.args
    return [a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]


def _placeholder(value: ast.expr, used: dict[str, str] | None = None) -> str:
    name = re.sub(r"[^a-z0-9_]", "", _name_of(value).lower()).strip("_") or "value"
    name = name if name[0].isalpha() else "value"
    if used is not None:
        written = ast.dump(value)
        base, number = name, 1
        while used.get(name, written) != written:
            number += 1
            name = f"{base}_{number}"
        if name in used:
            # The same value twice is one placeholder in two places, of which either may differ when filled by hand.
            return f"{{{name}}}"
        used[name] = written
    return f"{{{name}}}"


def _name_of(value: ast.expr) -> str:
    match value:
        case ast.Name(id=name):
            return name
        case ast.Attribute(attr=name):
            return name
        case ast.Call(func=ast.Name(id="len"), args=[first, *_]):
            return f"{_name_of(first)}_count"
        case ast.Call(func=ast.Attribute(attr="join"), args=[first, *_]):
            return _name_of(first)
        case ast.Call(func=ast.Name(id="sorted" | "str" | "repr" | "set" | "tuple" | "max" | "min"), args=[first, *_]):
            return _name_of(first)
        case ast.Call(func=ast.Attribute(attr="get" | "rstrip" | "strip" | "total_seconds"), args=_):
            return _name_of(value.func.value)  # type: ignore[attr-defined]
        case ast.Call(func=function):
            return _name_of(function)
        case ast.Subscript(value=inner):
            return _name_of(inner)
        case ast.GeneratorExp(elt=element) | ast.ListComp(elt=element):
            return _name_of(element)
        case ast.BinOp(left=left):
            return _name_of(left)
        case ast.IfExp(body=body):
            return _name_of(body)
        case _:
            return "value"


def _merged(text: str) -> str:
    return _ADJACENT.sub(r"\1", text)
