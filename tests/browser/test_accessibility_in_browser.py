"""What axe finds wrong for people who cannot see well, or at all: nothing, in either scheme and at either size."""

from __future__ import annotations

import pytest
from screens import DESKTOP, PHONE

pytestmark = pytest.mark.matrix


@pytest.mark.parametrize(
    ("scheme", "viewport", "address"),
    [("light", DESKTOP, ""), ("dark", DESKTOP, ""), ("light", PHONE, ""), ("dark", DESKTOP, "#?view=cases")],
)
def test_axe_finds_nothing(open_report, scheme, viewport, address):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe comes with axe-playwright-python")
    # axe puts its own script into the page, which the page's policy would refuse.
    page = open_report(address, viewport=viewport, color_scheme=scheme, bypass_csp=True)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.wait_for_timeout(100)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.wait_for_timeout(100)
    found = axe.Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]][:5]) for one in found] == []
