"""The ArkTS host: runs the compiled code of one app's backup extension in Node.js, a fresh realm for each start."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from pathlib import Path

import msgspec

from ...modules.api import SystemModuleRegistry
from ...modules.native import NO_STAND_INS, StandIns
from ...source import SourcePosition
from ..api import ExtensionEnvironment
from ..patience import Patience
from ..ran_lines import RanLines
from .node import require_coverage
from .node_process import POOL, Debugger, NodePool, NodeProcess, NodeSettings
from .positions import Positions
from .process import ArkTSProcess
from .program import Program
from .program_lines import ProgramLines


class ArkTSHost:
    """Starts extension processes for one program. ``node`` is the Node.js executable, 22.14 or later."""

    def __init__(
        self,
        program: Program,
        system_modules: SystemModuleRegistry,
        node: Path,
        *,
        stand_ins: StandIns = NO_STAND_INS,
        pool: NodePool = POOL,
        debugger: Debugger | None = None,
    ) -> None:
        self._program = program
        self._system_modules = system_modules
        self._node = node
        self._stand_ins = stand_ins
        self._pool = pool
        self._debugger = debugger
        self._positions = Positions(program)
        self._patience = Patience()
        self._lines: ProgramLines | None = None
        self._modules = [
            (module.id, module.digest, msgspec.json.encode(module.imports).decode(), module.code.encode())
            for module in program.modules
        ]
        table = [entry[:3] for entry in self._modules]
        self._key = hashlib.sha256(msgspec.json.encode((program.entry, program.ability_stage, table))).hexdigest()

    @property
    def digest(self) -> str:
        """Of the whole program: another one whenever any module that it can reach is another."""
        return self._key

    def watch_lines(self, root: Path, ran: RanLines) -> None:
        """See SourceHost.watch_lines. Raises NodeUnusable."""
        require_coverage(self._node)
        own = [module for module in self._program.modules if module.id not in self._stand_ins.files]
        self._lines = ProgramLines(own, root, ran)

    def lines_of_code(self, file: Path) -> tuple[int, ...]:
        """See SourceHost.lines_of_code."""
        return self._lines.lines_of_code(file) if self._lines else ()

    def declared(self, classes: Sequence[str], method: str = "") -> SourcePosition | None:
        """See SourceHost.declared."""
        return self._program.declared(classes, method)

    def debugged(self, program: Program, debugger: Debugger) -> ArkTSHost:
        """A host of the same app as ``program``, which went through debug/maps.py: nothing runs before a debugger has
        attached, and nothing has to end within any real time."""
        return ArkTSHost(
            program, self._system_modules, self._node, stand_ins=self._stand_ins, pool=self._pool, debugger=debugger
        )

    def start(self, environment: ExtensionEnvironment) -> ArkTSProcess:
        """A fresh realm in a process that may have run others before. Raises NodeUnusable and InspectorUnavailable."""
        if self._debugger is not None:
            limits = msgspec.structs.replace(
                environment.limits, wall_seconds=math.inf, wall_seconds_after_hang=math.inf
            )
            environment = msgspec.structs.replace(environment, limits=limits)
        settings = NodeSettings(
            self._node,
            environment.timezone,
            environment.locale,
            environment.limits.memory_mib,
            coverage=self._lines is not None,
            debugger=self._debugger,
        )
        node = self._pool.take(settings)
        modules = self._stand_ins.beside(self._system_modules.start(environment), environment)
        process = ArkTSProcess(
            node,
            self._pool,
            environment,
            self._program,
            self._positions,
            self._system_modules,
            modules,
            self._stand_ins,
            self._patience,
            self._lines,
        )
        process.open(lambda: self._teach(node), self._key)
        return process

    def _teach(self, node: NodeProcess) -> None:
        """Tell a process the program, each piece of code once."""
        if self._key in node.sent_programs:
            return
        table: list[tuple[str, str, str, int]] = []
        codes: list[bytes] = []
        for identifier, digest, imports, code in self._modules:
            size = -1
            if digest not in node.sent_digests:
                node.sent_digests.add(digest)
                codes.append(code)
                size = len(code)
            table.append((identifier, digest, imports, size))
        node.connection.send({"do": "program", "program": self._key, "modules": table}, b"".join(codes))
        node.sent_programs.add(self._key)
