"""Puts the page together: the template, the style and the scripts in one file that needs nothing else."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime, timezone
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..language import ENGLISH, TAGS, Words
from ..model import Results
from ..verdict import WORST_FIRST
from ..wording import as_beginning, outcome_names, verdict_words
from .address import address, documentation
from .coverage import coverage_of
from .details import embedded
from .families import families_of, parts_of
from .first import mend_first
from .safe_text import for_script, printable
from .touched import touched_groups
from .versions import version_groups
from .words import words_of

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = Path(__file__).parent
EARLY_SCRIPT = "early.js"
"""Runs before anything is painted, so that a chosen colour scheme does not flash."""


def html_report(results: Results, words: Words = ENGLISH) -> str:
    """One self-contained document; the same results give the same text.

    Without JavaScript it shows the verdict, every requirement and its reason; cases and their evidence are embedded
    as data, and drawn when somebody opens them.
    """
    early = (HERE / "script" / EARLY_SCRIPT).read_text(encoding="utf-8")
    script = _script()
    data = embedded(results, words, words_of(early + script, words))
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            address=address,
            coverage=[coverage_of(file) for file in results.coverage],
            data=for_script(data),
            documentation=documentation,
            early=early,
            all_parts=parts_of(results.requirements),
            families=families_of(results.requirements),
            first=mend_first(results.requirements),
            hashes=[_hash(early), _hash(script)],
            language=TAGS[words.language],
            moment=_moment(results.started_at),
            listed=words.listed,
            n=words.n,
            names=outcome_names(words),
            outcomes=WORST_FIRST,
            results=results,
            script=script,
            style=_style(),
            t=words.t,
            told=words.told,
            touched=touched_groups(results.touched, words),
            verdict=as_beginning(verdict_words(results, words)),
            versions=version_groups(results.requirements),
        )
    )


@cache
def _environment() -> Environment:
    # Only here, because whoever lists the forms of reports should not wait for it.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_visible,
    )
    environment.filters["ours"] = Markup
    return environment


@cache
def _script() -> str:
    """The scripts one after the other inside one function, so that they leave nothing in the page's global names."""
    parts = sorted(path for path in (HERE / "script").glob("*.js") if path.name != EARLY_SCRIPT)
    body = "\n".join(path.read_text(encoding="utf-8") for path in parts)
    return f'(() => {{\n"use strict";\n{body}\nbegin();\n}})();'


@cache
def _style() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((HERE / "style").glob("*.css")))


def _visible(value: object) -> object:
    """What templates show: texts printable; what is markup already is a subclass of ``str`` and stays."""
    return printable(value) if type(value) is str else value


def _hash(script: str) -> str:
    """As a content security policy names a script that may run."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _moment(started_at: str) -> str:
    """For reading; whatever is not ISO 8601 as it is."""
    try:
        moment = datetime.fromisoformat(started_at.replace("Z", "+00:00"))
    except ValueError:
        return started_at
    return f"{moment.astimezone(timezone.utc):%Y-%m-%d %H:%M} UTC"
