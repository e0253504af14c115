"""The extension object and its calls: loads the author's class and runs each callback on the virtual loop."""

from __future__ import annotations

import asyncio
import gc
import importlib.util
import inspect
import json
import os
import sys
from collections.abc import Callable
from pathlib import PurePath
from typing import Any, Literal, NoReturn

import msgspec

from ....application import BundleVersion
from ...api import Call, CallState, GuestError, GuestValue, LoadFailure, Turn
from ..host_exit import OUT_OF_MEMORY_EXIT
from ..wire import Boot
from .channel import Channel
from .context import BackupExtensionContext
from .loop import SteppedLoop
from .output import Output
from .values import SourceFolder, clean, guest_value

_exit = os._exit  # pyright: ignore[reportPrivateUsage]
_TAKES_VERSION = ("onRestore", "onRestoreEx")


class Session:
    def __init__(self, boot: Boot, channel: Channel, loop: SteppedLoop, output: Output, sources: SourceFolder) -> None:
        self._boot = boot
        self._channel = channel
        self._loop = loop
        self._output = output
        self._sources = sources
        self._instance: object = None
        self._uncaught: list[GuestError] = []
        self._waiting: dict[int, tuple[str, asyncio.Future[Any]]] = {}
        self._last_call = 0
        loop.set_exception_handler(self._note_uncaught)

    def load(self) -> LoadFailure | None:
        stage: Literal["module", "export", "constructor"] = "module"
        try:
            module = self._evaluate()
            stage = "export"
            extension = getattr(module, self._boot.class_name, None)
            if not isinstance(extension, type):
                raise AttributeError(f"{self._boot.source_file} has no class '{self._boot.class_name}'")
            stage = "constructor"
            instance: Any = extension()
            instance.context = BackupExtensionContext(
                self._boot.bundle_name,
                self._boot.module_name,
                extension_name=self._boot.extension_name,
                process_name=self._boot.process_name,
            )
            self._instance = instance
        except MemoryError:
            self._end_out_of_memory()
        except Exception as error:  # noqa: BLE001 - whatever the author's code raises
            return LoadFailure(stage, self._sources.error(error))
        finally:
            self._output.finish()
            # What is loaded now stays: it need not be looked through after each turn.
            gc.freeze()
        return None

    def call(self, method: str, arguments: str) -> tuple[Call, Turn]:
        """Call ``method`` with the JSON array ``arguments``."""
        self._last_call += 1
        number = self._last_call
        function = getattr(self._instance, method, None)
        if not callable(function):
            return Call(number, method, "missing"), self.turn()
        values = json.loads(arguments)
        if method in _TAKES_VERSION and values and isinstance(values[0], dict):
            values[0] = BundleVersion(values[0]["code"], values[0]["name"])
        outcome: list[Call] = []
        self._loop.call_soon(lambda: outcome.extend(self._invoke(number, method, function, values)))
        turn = self.turn()
        mine = [call for call in (*outcome, *turn.settled) if call.id == number]
        others = tuple(call for call in turn.settled if call.id != number)
        call = mine[-1] if mine else Call(number, method, "pending")
        return call, Turn(others, turn.uncaught, turn.next_timer_ms)

    def turn(self) -> Turn:
        self._loop.run_until_idle()
        settled: list[Call] = []
        for number, (method, future) in list(self._waiting.items()):
            if future.done():
                del self._waiting[number]
                settled.append(self._settled(number, method, future))
        # A failed task that nobody awaits reports itself when it is collected.
        gc.collect()
        self._output.finish()
        uncaught, self._uncaught = tuple(self._uncaught), []
        return Turn(tuple(settled), uncaught, self._loop.next_timer_ms(self._channel.now_ms))

    def _evaluate(self) -> object:
        source = PurePath(self._boot.source_file)
        sys.path.insert(0, str(source.parent))
        spec = importlib.util.spec_from_file_location(source.stem, str(source))
        if spec is None or spec.loader is None:
            raise ImportError(f"{source} is not a Python file")
        module = importlib.util.module_from_spec(spec)
        sys.modules[source.stem] = module
        spec.loader.exec_module(module)
        return module

    def _invoke(
        self, number: int, method: str, function: Callable[..., object], arguments: list[object]
    ) -> tuple[Call, ...]:
        """Run the synchronous part. Nothing comes back for a promise: its future is waited for."""
        try:
            result = function(*arguments)
            if inspect.isawaitable(result):
                self._waiting[number] = (method, asyncio.ensure_future(result, loop=self._loop))
                return ()
            return (Call(number, method, "returned", guest_value(result)),)
        except MemoryError:
            self._end_out_of_memory()
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:  # noqa: BLE001 - whatever the author's code raises
            return (Call(number, method, "threw", error=self._sources.error(error)),)

    def _settled(self, number: int, method: str, future: asyncio.Future[Any]) -> Call:
        state: CallState = "rejected"
        if future.cancelled():
            error = GuestError(GuestValue("error", "CancelledError"), "CancelledError", "the task was cancelled")
            return Call(number, method, state, error=error)
        error_raised = future.exception()
        if isinstance(error_raised, MemoryError):
            self._end_out_of_memory()
        if error_raised is not None:
            return Call(number, method, state, error=self._sources.error(error_raised))
        return Call(number, method, "resolved", guest_value(future.result()))

    @staticmethod
    def _end_out_of_memory() -> NoReturn:
        """At once: asyncio would catch whatever is raised, and go on."""
        _exit(OUT_OF_MEMORY_EXIT)

    def _note_uncaught(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, MemoryError):
            self._end_out_of_memory()
        if isinstance(error, BaseException):
            # A task is what a promise is in ArkTS: its error is a rejection that nobody handles.
            is_fatal = "task" not in context and "future" not in context
            self._uncaught.append(msgspec.structs.replace(self._sources.error(error), is_fatal=is_fatal))
        elif "was destroyed but it is pending" not in str(context.get("message")):
            message = clean(str(context.get("message")))
            self._uncaught.append(GuestError(GuestValue("error", message), "Error", message))
