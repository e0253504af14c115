"""How the page looks, roughly: small pictures of it are near those that somebody has looked at and kept."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest
from screens import DESKTOP, PHONE

pytestmark = pytest.mark.matrix

KEPT = Path(__file__).parent / "looks"
KEEP = "OHOS_BACKUP_KEEP_LOOKS"
"""Set it to replace the kept pictures after a change of looks; then look at them."""
WIDTH = 40
TOLERATED = 1.5
"""Mean difference of a colour, of 255. Without the verdict's colour it is 1.7, without what to mend first 3.6."""

# Other fonts move words as far as a lost section does: the pictures are taken with one that Debian always has.
FONTS = ':root { --sans: "DejaVu Sans"; --mono: "DejaVu Sans Mono"; }'
HAS_FONTS = """() => {
  const context = document.createElement("canvas").getContext("2d");
  const width = (font) => { context.font = `40px ${font}`; return context.measureText("Requirements mend").width; };
  return ["DejaVu Sans", "DejaVu Sans Mono"].every(
    (name) => width(`"${name}", serif`) === width(`"${name}", cursive`) && width(`"${name}", serif`) !== width("serif"),
  );
}"""

# Scales pictures down by the browser, so that no library for pictures is needed.
SMALL = """async ([pictures, width]) => {
  const made = [];
  for (const picture of pictures) {
    const image = new Image();
    image.src = "data:image/png;base64," + picture;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = Math.round(width * image.height / image.width);
    const context = canvas.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const pixels = [...context.getImageData(0, 0, canvas.width, canvas.height).data];
    made.push({pixels, height: canvas.height, png: canvas.toDataURL("image/png").split(",")[1]});
  }
  return made;
}"""


@pytest.mark.parametrize(
    ("name", "address", "viewport", "scheme"),
    [
        ("desktop-light", "", DESKTOP, "light"),
        ("desktop-dark", "", DESKTOP, "dark"),
        ("phone-light", "", PHONE, "light"),
        ("case-dark", "#RST-001[typical]", DESKTOP, "dark"),
    ],
)
def test_a_screen_looks_as_it_did_when_somebody_looked(open_report, browser, name, address, viewport, scheme):
    page = open_report(address, viewport=viewport, color_scheme=scheme)
    if not page.evaluate(HAS_FONTS):
        pytest.skip("the kept pictures are written in DejaVu Sans and DejaVu Sans Mono (fonts-dejavu-core)")
    page.add_style_tag(content=FONTS)
    page.evaluate("document.activeElement.blur()")
    shot = base64.b64encode(page.screenshot()).decode()
    file = KEPT / f"{name}.png"
    blank = browser.new_page()
    if os.environ.get(KEEP):
        [small] = blank.evaluate(SMALL, [[shot], WIDTH])
        file.write_bytes(base64.b64decode(small["png"]))
    kept = base64.b64encode(file.read_bytes()).decode()
    now, before = blank.evaluate(SMALL, [[shot, kept], WIDTH])
    blank.close()
    assert now["height"] == before["height"]
    pairs = list(zip(now["pixels"], before["pixels"], strict=True))
    assert sum(abs(one - other) for one, other in pairs) / len(pairs) < TOLERATED


def test_every_section_shows_something(open_report):
    page = open_report()
    for section in page.locator("main > section").all():
        box = section.bounding_box()
        assert box is not None
        assert box["height"] > 60
        assert section.inner_text().strip()
