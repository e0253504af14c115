"""An ArkTS extension made ready to run: every module it can reach, compiled, with each import resolved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from ...source import SourcePosition
from .translation import Declaration


class CompiledModule(msgspec.Struct, frozen=True, kw_only=True):
    """One source file as CommonJS.

    ``id``: path relative to the project root, with forward slashes; it is also the script name in stack traces.
    ``code``: body of a function of ``(exports, require, module)``; lines and columns count from its first character
    (compile it with ``vm.compileFunction``, which adds nothing before it). ``digest``: SHA-256 (hex) of ``code``: a
    process that evaluated this digest before keeps its compiled script. ``imports`` maps each specifier to a module
    id, or to ``system:<name>`` (such as ``system:@kit.CoreFileKit``), ``native:<name>`` or ``missing:<specifier>``; and
    ``worker:<path>`` to a module for each text in the code that may name a worker's file.
    ``source_map``: JSON text of the source map (version 3) from ``code`` to the user's file, whose name is not in it;
    empty for JSON and declaration files. Read it with source_map.SourceMap.

    What ``code`` expects of the guest:

    - ``exports`` is an empty ordinary object; the module fills it with live getters and ``__esModule`` before it asks
      for its first import. While a module is being evaluated, ``require`` of it answers that same object, so cyclic
      imports work. A module that threw is not evaluated again: its error is thrown once more, as ECMAScript demands.
    - ``require(specifier)`` answers a module *namespace*: an object with the default export under ``default`` and
      named exports beside it. This holds for system modules too.
    - ``require.lazy(specifier)`` (``import lazy``) answers a namespace that loads the module when one of its
      properties is first read; a missing module is an error only then.
    - What a ``native:`` id answers may be called, and throws the guest's typed "not emulated" error. Constructing a
      ``struct`` or calling a ``@Builder`` function calls ``native:UI component Index`` or ``native:UI function row``.
    - A stand-in for a module that is missing or not emulated has no own property ``__esModule``; every other
      namespace has. ``export *`` from a stand-in makes it the prototype of the exports.
    - A specifier that is not in ``imports`` comes from ``import(expression)``: refuse it as not emulated.
    - ``module`` is never read; it is a parameter so that CommonJS files find the name taken.
    - A ``@Concurrent`` function's text contains the directive ``"use concurrent"``; ``exports.__concurrent`` (not
      enumerable, there before anything runs) holds a module's concurrent functions by name.
    - A ``@Sendable`` class or function has a true property ``Symbol.for("ohos.sendable")``.
    """

    id: str
    code: str
    digest: str
    imports: Mapping[str, str]
    source_map: str
    declarations: tuple[Declaration, ...] = ()
    """The classes of the user's file and their methods, in its order."""


class ProgramProblem(msgspec.Struct, frozen=True, kw_only=True):
    """An import that leads nowhere or a file that cannot be parsed. It matters only if something that runs needs it."""

    kind: Literal["missing-module", "syntax"]
    message: str
    position: SourcePosition
    module_id: str
    """The id a guest would ask for: ``missing:<specifier>``, or the id of the file that does not parse."""


class Program(msgspec.Struct, frozen=True, kw_only=True):
    """``entry`` is the id of the extension's own module; ``modules`` are all reachable ones, in no special order.

    ``ability_stage`` is the id of the module with the ability stage that the process starts before the extension, None
    when the app's module declares none; ``stage_is_created`` says whether its ``onCreate`` is called.
    """

    entry: str
    modules: tuple[CompiledModule, ...]
    problems: tuple[ProgramProblem, ...] = ()
    ability_stage: str | None = None
    stage_is_created: bool = True

    def declared(self, classes: Sequence[str], method: str = "") -> SourcePosition | None:
        """Where the first of ``classes`` that does declares ``method``; of several of that name, the one in the entry.

        The compiler gives a name to a class that is exported without one, which then is the entry's only such class.
        """
        in_order = sorted(self.modules, key=lambda module: module.id != self.entry)
        for owner in (*classes, ""):
            for module in in_order if owner else in_order[:1]:
                for found in module.declarations:
                    if (found.owner, found.method) == (owner, method):
                        return SourcePosition(module.id, found.line, found.column)
        return None
