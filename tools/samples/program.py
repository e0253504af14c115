"""A page's blocks as one backup extension: each block sees what the blocks before it declared.

Guides build up a program from block to block, and often declare the same name again in another variant. So a block is
written into a pair of braces inside those of the block before it. Functions and classes that a block declares are used
once at its end, as the guide's reader would use them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

import msgspec

from .blocks import Block

BEGIN, END = "sample-begins", "sample-ends"
ARGUMENTS = r"\(((?:[^()]|\([^()]*\))*)\)"
FUNCTION = re.compile(r"^(?:async\s+)?function\s*(\*?)\s*(\w+)\s*(?:<[^>]*>)?" + ARGUMENTS, re.MULTILINE)
CLASS = re.compile(r"^(?:abstract\s+)?class\s+(\w+)(?:\s+extends\s+(\w+))?[^{]*\{", re.MULTILINE)
METHOD = re.compile(r"^\s*(?:public\s+)?(?:async\s+)?(on\w+)\s*\(([^)]*)\)", re.MULTILINE)
MEMBERS = "class Members"
MEMBER = re.compile(
    r"^(?!if|for|while|switch|catch|function)(?:public\s+|private\s+)?(?:async\s+)?(\w+)\s*(?:=\s*\(?\s*(?:async\s*)?)?"
    + ARGUMENTS
    + r"[^;{]*\{",
    re.MULTILINE,
)
DECLARED = re.compile(r"^(?:let|const|var)\s+(\w+)\b[^;]*?;?$", re.MULTILINE)
PARAMETER = re.compile(r"(\w+)\??\s*(?::[^,]*)?(?:,|$)")

GIVEN = {
    "Logger": "logger",
    "hilogger": "logger",
    "EntryAbility": "{ getContext: () => given, context: given }",
    "GlobalContext": "{ getContext: () => ({ getObject: () => given }) }",
    "promptAction": "{ showToast: () => undefined }",
    "UIContext": "class { getHostContext() { return given; } }",
    "TAG": "'sample'",
    "tag": "'sample'",
    "DOMAIN": "0",
    "featureAbility": "{ getContext: () => given }",
    "fileName": "'upload.txt'",
    "url": "'http://127.0.0.1:9/none'",
    "callback": "() => undefined",
    "windowStage": "undefined",
    "want": "{}",
    "bundleVersion": "{ code: 1, name: '1.0' }",
    "backupInfo": "''",
    "restoreInfo": "''",
    "scenario": "1",
}
"""What guides take from elsewhere in an app, and what the device gives there."""

IMPORTED = {
    "@kit.ArkTS": ("util", "buffer", "taskpool", "worker", "xml", "url"),
    "@kit.CoreFileKit": ("fileIo", "fs", "fileUri", "hash", "statfs", "storageStatistics", "securityLabel", "picker"),
    "@kit.ArkData": ("preferences", "relationalStore", "distributedKVStore", "ValuesBucket", "dataSharePredicates"),
    "@kit.BasicServicesKit": ("zlib", "deviceInfo", "commonEventManager", "request"),
    "@kit.PerformanceAnalysisKit": ("hilog",),
    "@kit.AbilityKit": ("UIAbility", "common", "contextConstant", "bundleManager", "abilityAccessCtrl", "wantAgent"),
}
"""Where the names come from that a page uses without an import of its own."""

PREAMBLE = """
const logger = {
  debug: (...words: Object[]): void => console.debug(words.join(' ')),
  info: (...words: Object[]): void => console.info(words.join(' ')),
  warn: (...words: Object[]): void => console.warn(words.join(' ')),
  error: (...words: Object[]): void => console.error(words.join(' ')),
};
"""
SETTLED = "await new Promise<void>((resolve: Function) => setTimeout(resolve, 2000));"


def program(blocks: Sequence[Block], left_out: Collection[int] = ()) -> str:
    """The extension's source. Blocks whose number is in ``left_out`` are not in it."""
    chosen = [block for block in blocks if block.number not in left_out]
    nested = ""
    for block in reversed(chosen):
        nested = (
            f"{{ console.info('{BEGIN} {block.number}');\n{block.code}\n{uses(block)}\n{SETTLED}\n"
            f"console.info('{END} {block.number}');\n{nested}}}\n"
        )
    return (
        f"{imported(chosen)}\n{PREAMBLE}\n"
        "export default class Samples extends SampleBase {\n"
        "  getUIContext() { return { getHostContext: () => this.context }; }\n"
        "  async onBackup(): Promise<void> {\n    const given = this.context, context = given;\n"
        f"{given(chosen)}\n{nested}  }}\n}}\n"
    )


def named(parameters: str) -> list[str]:
    """The names of the parameters; a parameter that is a function brings parentheses of its own."""
    return PARAMETER.findall(re.sub(r"\([^()]*\)\s*=>", "", parameters))


def variants(block: Block) -> Iterator[Block]:
    """The block, and what else it may have been meant as: members of a class; alternatives that declare one name."""
    yield block
    yield msgspec.structs.replace(block, code=f"{MEMBERS}{block.number} {{\n{block.code}\n}}")
    seen: set[str] = set()

    def first(found: re.Match[str]) -> str:
        again = found[1] in seen
        seen.add(found[1])
        return "" if again else found[0]

    yield msgspec.structs.replace(block, code=DECLARED.sub(first, block.code))


def imported(blocks: Sequence[Block]) -> str:
    """Each name once; what a guide imports from files that it does not show is given by the program."""
    lines = ["import { BackupExtensionAbility as SampleBase } from '@kit.CoreFileKit';"]
    seen: set[str] = set(GIVEN)
    for block in blocks:
        for what, source in block.imports:
            if source.strip("'\"").startswith((".", "/")):
                continue
            default, _, named = what.partition("{")
            for name in [default, *(f"{{{part}}}" for part in named.rstrip("} \n").split(","))]:
                local = name.strip("{}, \n").rsplit(" ", 1)[-1]
                if local and local not in seen and local != "type":
                    seen.add(local)
                    lines.append(f"import {name.strip().rstrip(',')} from {source};")
    code = "\n".join(block.code for block in blocks)
    for kit, names in IMPORTED.items():
        lines.extend(
            f"import {{ {name} }} from '{kit}';"
            for name in names
            if name not in seen
            and re.search(rf"\b{name}\.", code)
            and not re.search(rf"\b(?:let|const) {name}\b", code)
        )
    return "\n".join(lines)


def given(blocks: Sequence[Block]) -> str:
    """The names of GIVEN that the page uses."""
    text = "\n".join(block.code for block in blocks)
    return "\n".join(
        f"const {name} = {value};"
        for name, value in GIVEN.items()
        if re.search(rf"\b{name}\b", text) or name == "bundleVersion"
    )


def uses(block: Block) -> str:
    """Calls of what the block declares."""
    lines: list[str] = []
    for generator, name, parameters in FUNCTION.findall(block.code):
        call = f"{name}({', '.join(named(parameters))})"
        lines.append(f"for (const each of {call}) {{ void each; }}" if generator else f"await {call};")
    if block.code.startswith(MEMBERS):
        lines.append(f"const members{block.number}: ESObject = new {MEMBERS.split()[1]}{block.number}();")
        lines.extend(
            f"await members{block.number}.{name}({', '.join(named(parameters))});"
            for name, parameters in MEMBER.findall(block.code)
        )
    for found in CLASS.finditer(block.code):
        name, base = found.groups()
        methods = [(method, named(names)) for method, names in METHOD.findall(block.code[found.end() :])]
        if base is None or not methods:
            continue
        made = f"the{name}{block.number}"
        lines.append(f"const {made}: ESObject = new {name}(); {made}.context = context;")
        lines.append(f"({name} as ESObject).getContext ??= () => context;")
        lines.extend(f"await {made}.{method}({', '.join(names)});" for method, names in methods)
    return "\n".join(lines)
