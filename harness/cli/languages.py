"""Adds ``--lang`` to every command, and turns the help into the language that was asked for."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from typing import Annotated, Any, get_type_hints

import typer

from ...reports.language import Words
from ..language import OPTION

HELP = "Language of what is printed.  [default: OHOS_BACKUP_LANG, else the locale's]"


def add_language_option(application: typer.Typer, words: Words) -> None:
    """Let every command of ``application`` accept the option. What it says has been taken from the command line
    before; here it is only named."""
    main = application.registered_callback
    if main is not None and main.callback is not None:
        main.callback = _with_option(main.callback, words.t(HELP))
    for command in application.registered_commands:
        if command.callback is not None:
            command.callback = _with_option(command.callback, words.t(HELP))
    for group in application.registered_groups:
        if group.typer_instance is not None:
            if group.typer_instance.registered_callback is None:
                group.typer_instance.callback()(_nothing)
            add_language_option(group.typer_instance, words)


def _nothing() -> None:
    pass


def _with_option(callback: Callable[..., Any], text: str) -> Callable[..., Any]:
    annotation = Annotated[str, typer.Option(OPTION, metavar="en|zh", show_default=False, help=text)]

    @functools.wraps(callback)
    def call(*arguments: object, lang: str, **options: object) -> object:
        return callback(*arguments, **options)

    signature = inspect.signature(callback, eval_str=True)
    option = inspect.Parameter("lang", inspect.Parameter.KEYWORD_ONLY, default="", annotation=annotation)
    call.__dict__["__signature__"] = signature.replace(parameters=[*signature.parameters.values(), option])
    call.__annotations__ = {**get_type_hints(callback, include_extras=True), "lang": annotation}
    return call


def keep_brackets(command: Any) -> None:
    """Show help texts as they are written: typer takes what stands in brackets, such as a case's id, for markup."""
    for each in _with_all_below(command):
        if getattr(each, "rich_markup_mode", None) != "rich":
            continue
        for name in ("help", "short_help", "epilog"):
            _escape(each, name)
        for parameter in each.params:
            _escape(parameter, "help")


def _escape(owner: object, name: str) -> None:
    text: str | None = getattr(owner, name, None)
    if text:
        setattr(owner, name, text.replace("[", "\\["))


def translate_help(command: Any, words: Words) -> None:
    """Turn the help of ``command``, a command of typer's, and of all below it into the language of ``words``."""
    _name_panels(words)
    for each in _with_all_below(command):
        _translate(each, words)


def _with_all_below(command: Any) -> Iterator[Any]:
    yield command
    for below in getattr(command, "commands", {}).values():
        yield from _with_all_below(below)


def _translate(command: Any, words: Words) -> None:
    for name in ("help", "short_help", "epilog"):
        text: str | None = getattr(command, name, None)
        if text:
            setattr(command, name, "\n\n".join(words.told(" ".join(part.split())) for part in text.split("\n\n")))
    if getattr(command, "rich_help_panel", None):
        command.rich_help_panel = words.told(command.rich_help_panel)
    for parameter in command.params:
        for name in ("help", "rich_help_panel"):
            text = getattr(parameter, name, None)
            if text:
                setattr(parameter, name, _of_typer(words).get(text) or words.told(text))
    _translate_what_is_made_late(command, words)


def _translate_what_is_made_late(command: Any, words: Words) -> None:
    """The line of usage and the option --help, which a command makes when they are asked for."""
    usage_of, help_option_of = command.get_usage, command.get_help_option

    def get_usage(context: object) -> str:
        usage: str = usage_of(context)
        return usage.replace("Usage:", words.t("Usage:"), 1)

    def get_help_option(context: object) -> object:
        option = help_option_of(context)
        if option is not None:
            option.help = _of_typer(words).get(option.help, option.help)
        return option

    command.get_usage, command.get_help_option = get_usage, get_help_option


def _of_typer(words: Words) -> dict[str, str]:
    """Sentences that typer itself adds to every help."""
    return {
        "Show this message and exit.": words.t("Show this message and exit."),
        "Install completion for the current shell.": words.t("Install completion for the current shell."),
        "Show completion for the current shell, to copy it or customize the installation.": words.t(
            "Show completion for the current shell, to copy it or customize the installation."
        ),
    }


def _name_panels(words: Words) -> None:
    """The help's own headings, which typer keeps as constants of its module."""
    from typer import rich_utils

    headings = {
        "ARGUMENTS_PANEL_TITLE": words.t("Arguments"),
        "OPTIONS_PANEL_TITLE": words.t("Options"),
        "COMMANDS_PANEL_TITLE": words.t("Commands"),
        "ERRORS_PANEL_TITLE": words.t("Error"),
        "DEFAULT_STRING": words.t("[default: {}]"),
        "REQUIRED_LONG_STRING": words.t("[required]"),
        "RICH_HELP": words.t("Try [blue]'{command_path} {help_option}'[/] for help."),
    }
    for name, heading in headings.items():
        setattr(rich_utils, name, heading)
