"""Turns the device's trace into the timeline that reports show."""

from __future__ import annotations

from collections.abc import Iterable
from errno import errorcode
from itertools import groupby

from ..emulator.source import SourcePosition
from ..emulator.trace import (
    AnyEvent,
    CallbackEntered,
    CallbackSettled,
    ClassLoaded,
    ClientCall,
    ExtensionEnded,
    ExtensionStarted,
    FileOperation,
    FrameworkStep,
    LogLine,
    ModuleImported,
    NotEmulated,
    StandInAnswered,
    StandInFailed,
    UncaughtError,
)
from ..reports.model import Place, TimelineEntry

LONGEST_TEXT = 200


def timeline(events: Iterable[AnyEvent]) -> tuple[TimelineEntry, ...]:
    """The events that a person wants to see, in order.

    The harness's own file operations are left out, and so are the framework's reads and writes, which can be
    thousands; equal neighbours are told once, with their number.
    """
    entries = [entry for event in events if (entry := _entry(event)) is not None]
    told: list[TimelineEntry] = []
    for (lane, text, place), same in groupby(entries, key=lambda entry: (entry.lane, entry.text, entry.place)):
        group = list(same)
        suffix = f"  ({len(group)} times)" if len(group) > 1 else ""
        told.append(TimelineEntry(time_ms=group[0].time_ms, lane=lane, text=text + suffix, place=place))
    return tuple(told)


def place_of(position: SourcePosition | None) -> Place | None:
    return Place(file=position.file, line=position.line, column=position.column) if position else None


def _entry(event: AnyEvent) -> TimelineEntry | None:
    lane, text, position = _words(event)
    if not text:
        return None
    return TimelineEntry(time_ms=event.time_ms, lane=lane, text=_shortened(text), place=place_of(position))


def _words(event: AnyEvent) -> tuple[str, str, SourcePosition | None]:
    match event:
        case ExtensionStarted():
            return "framework", f"extension started for {event.action}", None
        case ClassLoaded():
            return "framework", "", None
        case ExtensionEnded():
            return "framework", f"extension ended: {event.reason} {event.message}".rstrip(), None
        case CallbackEntered():
            return "callback", f"{event.callback}({', '.join(event.arguments)})", None
        case CallbackSettled():
            value = f" {event.value_type} {event.value}".rstrip() if event.value_type != "undefined" else ""
            return "callback", f"{event.callback} {event.outcome}{value}", event.position
        case FileOperation():
            return "file", _file_words(event), None
        case LogLine():
            # The platform's base class logs an empty line for each callback that is not overridden.
            text = f"{event.level} {event.log_tag}: {event.text}" if event.text.strip() else ""
            return "log", text, event.position
        case UncaughtError():
            return "problem", f"uncaught {event.origin}: {event.message}", event.position
        case StandInFailed():
            return "problem", f"stand-in for {event.capability} failed: {event.message}", event.position
        case StandInAnswered():
            return "log", f"stand-in {event.capability} {event.outcome} {event.value}".rstrip(), event.position
        case NotEmulated():
            return "problem", f"not emulated: {event.capability}", event.position
        case ModuleImported():
            return "framework", f"imported {event.module}", event.position
        case FrameworkStep():
            return "framework", f"{event.step} {event.detail}".rstrip(), None
        case ClientCall():
            code = f" code {event.code}" if event.code else ""
            return "client", f"{event.callback}{code} {event.payload}".rstrip(), None


def _file_words(event: FileOperation) -> str:
    if event.actor != "extension":
        return ""
    target = f" -> {event.target}" if event.target else ""
    size = f" ({event.size} bytes)" if event.size else ""
    error = f" failed: {errorcode.get(event.error, event.error)}" if event.error else ""
    return f"{event.operation} {event.path}{target}{size}{error}"


def printable(text: str) -> str:
    """``text`` with file names that are not UTF-8 made so: reports are UTF-8."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _shortened(text: str) -> str:
    flat = " ".join(printable(text).split())
    return flat if len(flat) <= LONGEST_TEXT else flat[: LONGEST_TEXT - 1] + "…"
