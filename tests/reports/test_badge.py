"""The badge: what it says of each verdict, to eyes and to screen readers, and without anything from elsewhere."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import msgspec
import pytest
from ohos_backup.reports.badge import badge_endpoint, badge_svg
from ohos_backup.reports.model import Results, Verdict
from ohos_backup.reports.verdict import summarise
from sample_results import every_outcome

SVG = "{http://www.w3.org/2000/svg}"


def ended(verdict: Verdict, *, complete: bool = True) -> Results:
    results = every_outcome()
    shown = results.requirements if verdict == "does-not-conform" else results.requirements[:1]
    return msgspec.structs.replace(
        results, verdict=verdict, requirements=shown, summary=summarise(shown), complete=complete
    )


@pytest.mark.parametrize(
    ("results", "message"),
    [
        (ended("conforms"), "conforms"),
        (ended("conforms", complete=False), "conforms (partial run)"),
        (ended("does-not-conform"), "1 requirement fails"),
        (ended("inconclusive"), "cannot be judged"),
    ],
)
def test_both_forms_say_how_the_run_ended(results: Results, message: str) -> None:
    image = ElementTree.fromstring(badge_svg(results))
    endpoint = json.loads(badge_endpoint(results))

    assert image.findtext(f"{SVG}title") == image.get("aria-label") == f"ohos backup: {message}"
    assert [text.text for text in image.iter(f"{SVG}text")] == ["ohos backup", message]
    assert (endpoint["schemaVersion"], endpoint["label"], endpoint["message"]) == (1, "ohos backup", message)


def test_a_partial_run_has_not_the_colour_of_a_whole_one() -> None:
    colours = {json.loads(badge_endpoint(ended("conforms", complete=whole)))["color"] for whole in (True, False)}

    assert len(colours) == 2


@pytest.mark.parametrize("results", [ended("conforms"), ended("does-not-conform"), ended("inconclusive")])
def test_white_letters_can_be_read_on_every_colour(results: Results) -> None:
    image = ElementTree.fromstring(badge_svg(results))

    for box in image.iter(f"{SVG}rect"):
        if fill := box.get("fill"):
            assert 1.05 / (luminance(fill) + 0.05) >= 4.5


def test_nothing_is_fetched() -> None:
    text = badge_svg(ended("conforms"))

    assert "href" not in text
    assert text.count("http") == 1, "the namespace alone"


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2."""
    digits = colour.removeprefix("#")
    digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
