"""The package's modules as syntax trees, and where each name in them is defined."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Definition(NamedTuple):
    """Something that a name stands for, and the module that holds it."""

    module: Module
    node: ast.AST


class Module:
    """One source file: ``names`` of its own top level, and ``imports`` by local name as (module, name)."""

    def __init__(self, file: Path, dotted: tuple[str, ...]) -> None:
        self.file = file
        self.dotted = dotted
        self.tree = ast.parse(file.read_text("utf-8"))
        self.names: dict[str, ast.AST] = {}
        self.imports: dict[str, tuple[tuple[str, ...], str]] = {}
        self.owner: dict[ast.AST, Function | None] = {}
        self.class_of: dict[ast.AST, ast.ClassDef | None] = {}
        for node in self.tree.body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                self.names[node.name] = node
            for name, value in assigned(node):
                self.names[name] = value
        package = dotted if file.name == "__init__.py" else dotted[:-1]
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom):
                base = package[: len(package) - node.level + 1] if node.level else ()
                source = (*base, *(node.module or "").split(".")) if node.module else base
                for alias in node.names:
                    self.imports[alias.asname or alias.name] = (source, alias.name)
        self._note_owners(self.tree, None, None)

    def _note_owners(self, node: ast.AST, function: Function | None, inside: ast.ClassDef | None) -> None:
        for child in ast.iter_child_nodes(node):
            self.owner[child] = function
            self.class_of[child] = inside
            if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
                self._note_owners(child, child, inside)
            elif isinstance(child, ast.ClassDef):
                self._note_owners(child, function, child)
            else:
                self._note_owners(child, function, inside)


def assigned(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """The names that ``node`` itself gives a value to, with it."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Name):
                yield target.id, node.value
            elif isinstance(target, ast.Tuple):
                for index, element in enumerate(target.elts):
                    if isinstance(element, ast.Name):
                        yield element.id, _element(node.value, index)
    elif (
        isinstance(node, ast.AnnAssign) and node.value is not None and isinstance(node.target, ast.Name)
    ) or isinstance(node, ast.NamedExpr):
        yield node.target.id, node.value


def _element(value: ast.expr, index: int) -> ast.expr:
    if isinstance(value, ast.Tuple) and index < len(value.elts):
        return value.elts[index]
    return ast.Subscript(value=value, slice=ast.Constant(index), ctx=ast.Load())


class Sources:
    """All modules below ``root`` that are part of the package."""

    def __init__(self, root: Path, folders: tuple[str, ...]) -> None:
        self._methods: list[Definition] = []
        self.modules: dict[tuple[str, ...], Module] = {}
        for folder in folders:
            for file in sorted((root / folder).rglob("*.py")):
                parts = file.relative_to(root).with_suffix("").parts
                dotted = parts[:-1] if parts[-1] == "__init__" else parts
                self.modules[dotted] = Module(file, dotted)

    def definition(self, module: Module, name: str) -> Definition | None:
        """What ``name`` stands for at the top level of ``module``, followed through imports."""
        for _ in range(5):
            if name in module.names:
                return Definition(module, module.names[name])
            if name not in module.imports:
                return None
            source, name = module.imports[name]
            found = self.modules.get(source)
            if found is None:
                return None
            module = found
        return None

    def bases(self, module: Module, node: ast.ClassDef) -> Iterator[str]:
        """The names of a class's bases, and of theirs."""
        for base in node.bases:
            name = base.id if isinstance(base, ast.Name) else base.attr if isinstance(base, ast.Attribute) else ""
            yield name
            found = self.definition(module, name)
            if found and isinstance(found.node, ast.ClassDef):
                yield from self.bases(found.module, found.node)

    def methods(self, name: str) -> Iterator[Definition]:
        """Every method or property called ``name``, of any class."""
        if not self._methods:
            self._methods = list(self._all_methods())
        yield from (found for found in self._methods if found.node.name == name)

    def _all_methods(self) -> Iterator[Definition]:
        for module in self.modules.values():
            for node in module.class_of:
                is_function = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
                if is_function and module.class_of[node] is not None and module.owner[node] is None:
                    yield Definition(module, node)
