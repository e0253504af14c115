"""The reference of commands and options, from the command line's own description."""

from __future__ import annotations

from collections.abc import Iterator
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
    rows = [[f"[`{name}`](#{name.replace(' ', '-')})", escaped(_first_sentence(command))] for name, command in _all(group, NAME)]
    return table(["command", "what it does"], rows)


def _help(command: Any) -> str:
    return (command.help or "").strip()


def _first_sentence(command: Any) -> str:
    return _help(command).partition("\n\n")[0]


def _section(name: str, command: Any) -> str:
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    options = [
        each
        for each in command.params
        if each.param_type_name == "option" and each.name not in EVERYWHERE and not each.hidden
    ]
    parts = [
        f"## `{name}` {{ #{name.replace(' ', '-')} }}",
        "\n\n".join(escaped(paragraph) for paragraph in _help(command).split("\n\n")),
        f"```text\n{_usage(name, arguments, options)}\n```",
    ]
    if arguments:
        parts.append(table(["argument", "meaning"], ([code(_shown(each)), _meaning(each)] for each in arguments)))
    for panel, members in groupby(options, key=lambda each: getattr(each, "rich_help_panel", None) or ""):
        rows = [[code(_option(each)), _meaning(each)] for each in members]
        parts.append(table([escaped(panel.lower()) or "option", "meaning"], rows))
    return "\n\n".join(parts)


def _usage(name: str, arguments: list[Any], options: list[Any]) -> str:
    shown = [_shown(each) if each.required else f"[{_shown(each)}]" for each in arguments]
    return " ".join([name, *(["[OPTIONS]"] if options else []), *shown])


def _shown(parameter: Any) -> str:
    return _metavar(parameter) or parameter.name.upper()


def _metavar(parameter: Any) -> str:
    if parameter.metavar:
        return str(parameter.metavar)
    choices = getattr(parameter.type, "choices", None)
    if choices:
        return "|".join(str(getattr(choice, "value", choice)) for choice in choices)
    return ""


def _option(option: Any) -> str:
    names = ", ".join(sorted(option.opts, key=len))
    if option.secondary_opts:
        return f"{names} / {', '.join(option.secondary_opts)}"
    if option.is_flag:
        return names
    return f"{names} {_metavar(option) or option.type.name.upper()}"


def _meaning(parameter: Any) -> str:
    told = escaped(parameter.help or "")
    default = parameter.default
    if default in (None, False, "", ()) or callable(default) or not getattr(parameter, "show_default", True):
        return told
    return f"{told} Without it: {code(str(getattr(default, 'value', default)))}."
