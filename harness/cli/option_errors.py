"""What the command-line library says of a wrong option, in the reader's language."""

from __future__ import annotations

from typing import Any

from ...reports.language import Words

SAID = (
    "Missing argument {name}.",
    "Missing option {name}.",
    "Missing command.",
    "No such command {name}.",
    "No such option: {name}",
    "{problem} (Possible options: {names})",
    "{problem} Did you mean {name}?",
    "Got unexpected extra argument ({values})",
    "Got unexpected extra arguments ({values})",
    "Got unexpected extra argument(s) ({values})",
    "Option {name} requires an argument.",
    "Option {name} does not take a value.",
    "Invalid value for {name}: {problem}",
    "{value} is not a valid integer.",
    "Input should be a valid integer, unable to parse string as an integer",
    "{value} is not one of {values}.",
)
"""Its sentences as templates, in the wordings of several of its versions; other ones stay English."""


def translate_option_errors(words: Words) -> None:
    """From now on, whatever is wrong with the command line is told with ``words``."""
    from typer import rich_utils

    tell = rich_utils.rich_format_error

    def tell_translated(error: Any) -> None:
        said = words.told(error.format_message())
        error.format_message = lambda: said
        tell(error)

    rich_utils.rich_format_error = tell_translated
