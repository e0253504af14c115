"""The page in a real browser: it filters, follows addresses, obeys the keyboard, and is quiet."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from screens import PHONE

pytestmark = pytest.mark.matrix

SHOWN = "details.requirement:visible"


def ids(page, selector: str) -> list[str]:
    return page.locator(selector).evaluate_all("found => found.map(one => one.id)")


def query(page) -> str:
    return unquote(page.url.partition("#")[2])


def test_a_search_shows_what_fits_and_is_kept_in_the_address(open_report):
    page = open_report()
    page.get_by_role("searchbox").fill("rst-001 typical")
    assert ids(page, SHOWN) == ["RST-001"]
    assert page.locator("#shown").text_content() == "1 of 7 requirements"
    assert query(page) == "?q=rst-001+typical"
    page.reload()
    assert ids(page, SHOWN) == ["RST-001"]
    page.get_by_role("button", name="Show all").click()
    page.wait_for_function("() => document.querySelector('#shown').textContent === '7 requirements'")
    assert "#" not in page.url


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("#?outcome=fail", ["RST-001"]),
        ("#?outcome=fail,warn", ["RST-001", "RST-002"]),
        ("#?level=SHOULD", ["RST-002"]),
        ("#?family=Configuration", ["CFG-001"]),
        ("#?outcome=pass&family=Restore", []),
        ("#?family=No+such+family", ["CFG-001", "RST-001", "RST-002", "RST-003", "RST-006", "RST-009", "VER-001"]),
    ],
)
def test_an_address_selects(open_report, address, expected):
    page = open_report(address)
    assert ids(page, SHOWN) == expected
    assert page.locator("#none-shown").is_visible() == (not expected)


def test_outcomes_level_and_family_are_chosen_by_hand(open_report):
    page = open_report()
    page.get_by_role("checkbox", name="Fail").check()
    page.get_by_role("checkbox", name="Waived").check()
    assert ids(page, SHOWN) == ["RST-001", "RST-009"]
    page.get_by_label("Family").select_option("Configuration")
    assert ids(page, SHOWN) == []
    assert query(page) == "?outcome=fail,waived&family=Configuration"


def test_a_case_has_an_address_that_opens_it(open_report):
    page = open_report("#RST-001[typical]")
    case = page.locator("details.case[open]")
    case.wait_for()
    assert case.get_attribute("id") == "RST-001[typical]"
    page.wait_for_function("() => document.activeElement.closest('details')?.id === 'RST-001[typical]'")
    assert case.locator("summary").first.is_visible()
    told = case.inner_text()
    assert "onProcess took 18000 ms" in told
    assert "17.998 s pass" in told
    assert "8800 bytes became 4096 bytes" in told
    assert "with <markup> & ␀ a control character" in page.locator("#RST-001 > summary").inner_text()


def test_links_lead_to_cases_also_when_followed_twice_or_hidden_by_filters(open_report):
    page = open_report("#?outcome=warn")
    link = page.locator("#first").get_by_role("link", name="See what happened in RST-001[typical]")
    for _ in range(2):
        link.click()
        page.locator("details.case[open]").wait_for()
        page.locator("#RST-001 > summary").click()
        assert not page.locator("details.case").first.is_visible()


def test_a_bad_address_changes_nothing(open_report):
    page = open_report("#%E0%A4%A[nowhere]")
    assert len(ids(page, SHOWN)) == 7


def test_all_cases_are_a_table_that_sorts(open_report):
    page = open_report("#?view=cases")
    rows = page.locator("#all-cases tbody tr")
    assert rows.count() == 9
    assert "RST-001[typical]" in rows.first.inner_text()
    page.get_by_role("button", name="Case", exact=True).click()
    assert "CFG-001[typical]" in rows.first.inner_text()
    page.get_by_role("button", name="Case", exact=True).click()
    assert "VER-001[older]" in rows.first.inner_text()
    assert page.get_by_role("columnheader", name="Case", exact=True).get_attribute("aria-sort") == "descending"
    page.get_by_role("link", name="RST-001[typical]").last.click()
    page.locator("details.case[open]").wait_for()


def test_the_timeline_hides_a_lane_on_demand(open_report):
    page = open_report("#RST-001[typical]")
    events = page.locator(".timeline li:visible")
    assert events.count() == 9
    page.get_by_role("checkbox", name="file").uncheck()
    assert events.count() == 7


def test_coverage_shows_the_lines_that_never_ran(open_report):
    page = open_report()
    page.locator("details.covered summary").click()
    told = [text.split() for text in page.locator(".line.never").all_text_contents()]
    assert told == [["3", "never", "if", "(a)", "{"], ["4", "never", "a();"]]


def test_the_replay_command_is_copied(open_report):
    page = open_report("#RST-001[typical]", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the command").click()
    page.get_by_text("Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "ohos-backup check my-app --case 'RST-001[typical]'"


def test_the_keyboard_alone_is_enough(open_report):
    page = open_report()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("RST-001")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('details')?.id") == "RST-001":
            break
    ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert ring == "solid"
    page.keyboard.press("Enter")
    page.locator("details.case[open]").wait_for()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "copy":
            break
    assert page.evaluate("document.activeElement.className") == "copy"


def test_the_system_chooses_light_or_dark_and_the_reader_may_overrule_it(open_report):
    ground = "getComputedStyle(document.body).backgroundColor"
    light = open_report(color_scheme="light").evaluate(ground)
    page = open_report(color_scheme="dark")
    dark = page.evaluate(ground)
    assert dark != light
    page.get_by_role("button", name="Light").click()
    assert page.evaluate(ground) == light
    page.reload()
    assert page.evaluate(ground) == light
    page.get_by_role("button", name="Auto").click()
    assert page.evaluate(ground) == dark


@pytest.mark.parametrize("address", ["", "#RST-001[typical]", "#?view=cases"])
def test_a_phone_scrolls_in_one_direction_only(open_report, address):
    page = open_report(address, viewport=PHONE)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.wait_for_timeout(100)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_on_paper_failures_are_open_and_controls_are_gone(open_report):
    page = open_report(color_scheme="dark")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert ids(page, "details.requirement[open]") == ["RST-001", "RST-002", "RST-003"]
    assert "onProcess took 18000 ms" in page.locator("#RST-001").inner_text()
    assert not page.get_by_role("searchbox").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert ids(page, "details.requirement[open]") == []
    assert page.pdf(format="A4").count(b"/Type /Page\n") > 1


def test_without_scripts_the_page_reads_from_top_to_bottom(open_report):
    page = open_report(java_script_enabled=False)
    told = page.locator("body").inner_text()
    assert "Does not conform" in told
    assert "the reason of not_applicable" in told
    assert not page.get_by_role("searchbox").is_visible()
    page.locator("#RST-001 > summary").click()
    assert "Why RST-001 matters." in page.locator("#RST-001").inner_text()
