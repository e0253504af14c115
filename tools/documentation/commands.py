"""The reference of commands and options, from the command line's own description."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import typer
from ohos_backup.harness.cli.application import application

from .text import code, escaped, paragraphs, table

PAGE = "commands.md"
NAME = "ohos-backup"
EVERYWHERE = ("lang", "help")
"""Options that every command has; told once."""

INTRODUCTION = """# Commands

Every command answers `--help`, or `-h`, and every one takes `--lang en` or `--lang zh`
([Chinese and English](language.md)). How they end: [exit codes](exit-codes.md)."""


def pages() -> dict[str, str]:
    """Markdown by the path of the page."""
    command = typer.main.get_command(application)
    return {PAGE: paragraphs(INTRODUCTION, _summary(command), *(_section(*each) for each in _all(command, NAME)))}


def _all(group: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    """Every command that does something, with its full name. The classes are typer's own copies of click's."""
    for name, command in group.commands.items():
        if getattr(command, "hidden", False):
            continue
        if hasattr(command, "commands"):
            yield from _all(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


def _summary(group: Any) -> str:
    rows = [
        [f"[`{name}`](#{name.replace(' ', '-')})", escaped(_help(command).partition("\n\n")[0])]
        for name, command in _all(group, NAME)
    ]
    return table(["command", "what it does"], rows)


def _help(command: Any) -> str:
    return (command.help or "").strip()


def _section(name: str, command: Any) -> str:
    context = typer.Context(command, info_name=name)
    shown = [each for each in command.params if each.name not in EVERYWHERE and not getattr(each, "hidden", False)]
    arguments = [each for each in shown if each.param_type_name == "argument"]
    options = [each for each in shown if each.param_type_name == "option"]
    parts = [
        f"## `{name}` {{ #{name.replace(' ', '-')} }}",
        "\n\n".join(escaped(paragraph) for paragraph in _help(command).split("\n\n")),
        f"```text\n{command.get_usage(context).removeprefix('Usage: ')}\n```",
    ]
    if arguments:
        parts.append(table(["argument", "meaning"], _rows(arguments, context)))
    for panel, members in groupby(options, key=lambda each: each.rich_help_panel or ""):
        parts.append(table([escaped(panel.lower()) or "option", "meaning"], _rows(members, context)))
    return "\n\n".join(parts)


def _rows(parameters: Iterable[Any], context: typer.Context) -> list[list[str]]:
    """Each parameter as ``--help`` tells it."""
    records = (each.get_help_record(context) for each in parameters)
    return [[code(name), escaped(meaning)] for name, meaning in records]
