"""ArkTS, TypeScript and JavaScript to CommonJS, by one Node.js process, started only if the cache lacks them."""

from __future__ import annotations

import hashlib
import subprocess
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Protocol, cast

import msgspec

from ...errors import OhosBackupError
from .cache import cache_directory
from .compile_cache import CompileCache
from .node import node_executable
from .toolchain import Progress, compiler_script, require_named_directory, tell_stderr
from .translation import Complaint, Declaration, Import, SourceKind, Translation

_MAIN = Path(__file__).with_name("compile") / "main.cjs"
_FILE_SECONDS = 120


class CompilerBroken(OhosBackupError):
    """The compiler process ended or hung. This says nothing about the app."""

    code: ClassVar[str] = "E-COMPILER"


class Compiler(Protocol):
    """Turns one source text into a Translation."""

    def compile(self, kind: SourceKind, text: bytes) -> Translation: ...


class ArkTSCompiler:
    """The compiler with its cache. Use it as a context manager: leaving it ends the Node.js process, if one started."""

    def __init__(self, cache: CompileCache | None = None, progress: Progress = tell_stderr) -> None:
        """Raises ToolchainDirectoryWrong, also where the cache would answer without the compiler: a variable that
        names nothing is a mistake that is to be told on the first machine, not on the next."""
        require_named_directory()
        self._cache = cache or CompileCache()
        self._progress = progress
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> ArkTSCompiler:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def started(self) -> bool:
        """Whether a Node.js process is running, which means that the cache lacked something."""
        return self._process is not None

    @property
    def process_id(self) -> int:
        """Of the running Node.js process."""
        assert self._process is not None, "ask only while started"
        return self._process.pid

    def compile(self, kind: SourceKind, text: bytes) -> Translation:
        """From the cache, else from Node.js. Raises CompilerBroken, NodeUnusable and the errors of the toolchain."""
        found = self._cache.find(kind, text)
        if found is None:
            found = self._translate(kind, text)
            self._cache.keep(kind, text, found)
        return found

    def close(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.close()
        except BrokenPipeError:
            process.kill()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()

    def _translate(self, kind: SourceKind, text: bytes) -> Translation:
        answer = self._ask({"kind": kind, "text": text.decode("utf-8-sig", errors="replace")})
        if "failure" in answer:
            # A text that makes the compiler stumble is one that cannot be compiled; other files are not affected.
            complaint = Complaint(f"the ArkTS compiler failed on this file: {answer['failure']}", 1, 1)
            return Translation(code="", source_map="", digest=_digest(""), complaints=(complaint,))
        imports = tuple(Import(i["specifier"], i["line"], i["column"]) for i in answer["imports"])
        complaints = tuple(
            Complaint(c["message"], c["line"], c["column"], c["generated"]) for c in answer["complaints"]
        )
        return Translation(
            code=answer["code"],
            source_map=answer["source_map"],
            digest=_digest(answer["code"]),
            imports=imports,
            complaints=complaints,
            declarations=tuple(
                Declaration(d["owner"], d["method"], d["line"], d["column"]) for d in answer["declarations"]
            ),
        )

    def _ask(self, request: dict[str, str]) -> dict[str, Any]:
        process = self._process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        expired = threading.Event()

        def give_up() -> None:
            expired.set()
            process.kill()

        timer = threading.Timer(_FILE_SECONDS, give_up)
        timer.daemon = True
        timer.start()
        try:
            process.stdin.write(msgspec.json.encode(request) + b"\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except BrokenPipeError:
            line = b""
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):
            self.close()
            how = f"did not finish one file within {_FILE_SECONDS} s" if expired.is_set() else "ended unexpectedly"
            raise CompilerBroken(
                f"the ArkTS compiler {how} (exit status {process.returncode})",
                mend="the lines above from Node.js tell more; with little memory, close other programs and try again",
            )
        return cast("dict[str, Any]", msgspec.json.decode(line))

    def _start(self) -> subprocess.Popen[bytes]:
        code_cache = cache_directory() / "node"
        command = [node_executable(), _MAIN, compiler_script(self._progress), code_cache]
        return subprocess.Popen([str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
