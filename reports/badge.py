"""A badge for a README from the results: an SVG of its own, and the JSON that shields.io's endpoint badge reads."""

from __future__ import annotations

import json
import unicodedata
from html import escape

from .language import ENGLISH, TAGS, Words
from .model import Results
from .wording import verdict_words

COLOURS = {"good": "#2b7a2b", "part": "#7a6a00", "bad": "#b3261e", "open": "#8a5a00"}
"""Each has a contrast of 4.5 and more with white."""
HEIGHT = 20
PADDING = 6
LETTER = 6.6
NARROW = 3.6
"""Pixels of a letter at 11 px in a common sans serif; the text is then fitted to what they add up to."""


def badge_svg(results: Results, words: Words = ENGLISH) -> str:
    """Self-contained: system fonts, no script, and a title that is read aloud."""
    label, message = _label(words), _message(results, words)
    left, right = _width(label), _width(message)
    total = left + right
    spoken = escape(f"{label}: {message}")
    shown = ((label, left, left / 2), (message, right, left + right / 2))
    texts = "".join(
        f'<text x="{middle:.1f}" y="14" textLength="{width - 2 * PADDING:.1f}">{escape(text)}</text>'
        for text, width, middle in shown
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{total:.0f}" height="{HEIGHT}" '
        f'viewBox="0 0 {total:.1f} {HEIGHT}" lang="{TAGS[words.language]}" '
        f'role="img" aria-label="{spoken}"><title>{spoken}</title>'
        f'<clipPath id="r"><rect width="{total:.1f}" height="{HEIGHT}" rx="3"/></clipPath>'
        f'<g clip-path="url(#r)"><rect width="{left:.1f}" height="{HEIGHT}" fill="#444"/>'
        f'<rect x="{left:.1f}" width="{right:.1f}" height="{HEIGHT}" fill="{COLOURS[_tone(results)]}"/></g>'
        f'<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11" text-anchor="middle">'
        f"{texts}</g></svg>\n"
    )


def badge_endpoint(results: Results, words: Words = ENGLISH) -> str:
    """The schema of shields.io's endpoint badges, version 1."""
    badge = {
        "schemaVersion": 1,
        "label": _label(words),
        "message": _message(results, words),
        "color": COLOURS[_tone(results)].removeprefix("#"),
    }
    return json.dumps(badge, indent=2) + "\n"


def _label(words: Words) -> str:
    return words.t("ohos backup")


def _message(results: Results, words: Words) -> str:
    if results.verdict == "does-not-conform" and results.summary.fail:
        return words.n(results.summary.fail, "1 requirement fails", "{n} requirements fail")
    return verdict_words(results, words)


def _tone(results: Results) -> str:
    if results.verdict == "conforms":
        return "good" if results.complete else "part"
    return "bad" if results.verdict == "does-not-conform" else "open"


def _width(text: str) -> float:
    wide = sum(
        2 * LETTER if unicodedata.east_asian_width(c) in "WF" else NARROW if c in "il .,:()" else LETTER for c in text
    )
    return wide + 2 * PADDING
