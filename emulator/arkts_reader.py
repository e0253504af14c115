"""A function of the app's own sources made an extension, so that it can be called where the app's data lies."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from .arkts_application import ProgramResolver, StandInTable, no_stand_ins
from .errors import OhosBackupError
from .modules import registry
from .modules.native import load_stand_ins
from .runtime.arkts.compiler import ArkTSCompiler
from .runtime.arkts.host import ArkTSHost
from .runtime.arkts.node import node_executable
from .runtime.arkts.program import CompiledModule
from .runtime.arkts.program_builder import build_program
from .stage import ImportResolver, StageProject

READ = "readData"
"""The method to call: it answers a promise of JSON text, or of ``undefined`` when there is no such function."""

_ENTRY = "ohos-backup-reader"
_ENTRY_CODE = """\
const FUNCTION = %s;
const told = (key, value) => {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof Set) return Array.from(value);
  if (value instanceof ArrayBuffer) return Array.from(new Uint8Array(value));
  if (ArrayBuffer.isView(value)) return Array.from(value);
  return value;
};
exports.default = class {
  async readData() {
    const read = require('app')[FUNCTION];
    if (typeof read !== 'function') return undefined;
    return JSON.stringify([await read(this.context)], told);
  }
};
"""


class UnusableReader(OhosBackupError):
    code = "E-READER"


def load_reader(
    project: StageProject, file: Path, function: str, stand_in_table: StandInTable = no_stand_ins
) -> ArkTSHost:
    """A host whose extension has the method READ alone; it calls ``function`` of ``file`` with the extension's context.

    Raises UnusableReader when the file cannot be compiled, and the errors of the toolchain.
    """
    entries = stand_in_table(project.root)
    stand_ins = load_stand_ins(project.root, entries)
    scripts = tuple(entry.file for entry in entries if entry.name in stand_ins.scripts)
    with ArkTSCompiler() as compiler:
        program = build_program(project.root, file, ProgramResolver(ImportResolver(project)), compiler, beside=scripts)
    broken = next((p for p in program.problems if p.kind == "syntax" and p.module_id == program.entry), None)
    if broken is not None:
        raise UnusableReader(broken.message, where=broken.position, mend="Correct it, or name another reader.")
    code = _ENTRY_CODE % msgspec.json.encode(function).decode()
    entry = CompiledModule(
        id=_ENTRY,
        code=code,
        digest=hashlib.sha256(code.encode()).hexdigest(),
        imports={"app": program.entry},
        source_map="",
    )
    whole = msgspec.structs.replace(program, entry=_ENTRY, modules=(*program.modules, entry))
    return ArkTSHost(whole, registry, node_executable(), stand_ins=stand_ins)
