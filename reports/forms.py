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


FORMS: Mapping[str, Form] = {
    form.name: form
    for form in (
        Form("json", "--json", ".json", "Write results.json.", _json),
        Form("junit", "--junit", ".xml", "Write JUnit XML.", _junit),
    )
}
