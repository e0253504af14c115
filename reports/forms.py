"""The forms that results can be written in: one table, from which commands take their options and writers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .model import Results


class Form(NamedTuple):
    """``option`` is the command-line option of its own, empty when only ``--report NAME=FILE`` asks for the form.

    ``suffix`` is the usual ending of such files. ``render`` gives the whole file and needs nothing but the results.
    """

    name: str
    option: str
    suffix: str
    help: str
    render: Callable[[Results], str]


# The renderers are imported when they are needed: every start of the command reads this table.


def _json(results: Results) -> str:
    from .results_file import to_json

    return to_json(results)


def _junit(results: Results) -> str:
    from .junit import junit_xml

    return junit_xml(results)


def _html(results: Results) -> str:
    from .html import html_report

    return html_report(results)


def _sarif(results: Results) -> str:
    from .sarif import sarif

    return sarif(results)


def _markdown(results: Results) -> str:
    from .markdown import markdown

    return markdown(results)


def _annotations(results: Results) -> str:
    from .annotations import workflow_commands

    return workflow_commands(results)


def _badge(results: Results) -> str:
    from .badge import badge_svg

    return badge_svg(results)


def _badge_json(results: Results) -> str:
    from .badge import badge_endpoint

    return badge_endpoint(results)


def _csv(results: Results) -> str:
    from .case_table import case_table

    return case_table(results)


def _statement(results: Results) -> str:
    from .statement_html import statement_html

    return statement_html(results)


def _statement_text(results: Results) -> str:
    from .statement_markdown import statement_markdown

    return statement_markdown(results)


FORMS: Mapping[str, Form] = {
    form.name: form
    for form in (
        Form("json", "--json", ".json", "Write results.json.", _json),
        Form("junit", "--junit", ".xml", "Write JUnit XML.", _junit),
        Form("html", "--html", ".html", "Write a page to read.", _html),
        Form("sarif", "--sarif", ".sarif", "Write SARIF.", _sarif),
        Form("markdown", "--markdown", ".md", "Write a summary in Markdown.", _markdown),
        Form("annotations", "", ".txt", "Write GitHub annotations.", _annotations),
        Form("badge", "", ".svg", "Write a badge.", _badge),
        Form("badge-json", "", ".json", "Write what shields.io makes a badge of.", _badge_json),
        Form("csv", "", ".csv", "Write a table of all cases.", _csv),
        Form("statement", "", ".html", "Write a statement to be printed and signed.", _statement),
        Form("statement-text", "", ".md", "Write the same statement as text.", _statement_text),
    )
}
