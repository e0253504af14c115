"""What MkDocs calls while it builds the site: adds the generated pages, and fills the navigation.

A page in docs/ that mkdocs.yml does not name is put under Guides, so that no page can be forgotten.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Any

from documentation import commands, requirements, settings
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from ohos_backup.harness.catalogue import FAMILIES

ROOT = Path(__file__).resolve().parents[1]
FROM_ROOT = {"architecture.md": "ARCHITECTURE.md", "changelog.md": "CHANGELOG.md"}
"""Pages that stand at the top of the repository, where people look for them."""

PICTURE = "architecture.svg"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    nav = config.nav
    assert nav is not None
    docs = Path(config.docs_dir)
    _section(nav, "Requirements").extend(
        [
            requirements.INDEX,
            *(
                {FAMILIES[family]: [f"{requirements.FOLDER}/{each}.md" for each in [family, *(m.id for m in members)]]}
                for family, members in requirements.families()
            ),
        ]
    )
    decisions = (f"decisions/{path.name}" for path in (docs / "decisions").glob("*.md"))
    _section(nav, "Decisions").extend(sorted(decisions, key=lambda path: (not path.endswith("README.md"), path)))
    named = set(_pages_in(nav))
    _section(nav, "Guides").extend(sorted(path.name for path in docs.glob("*.md") if path.name not in named))
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    made = {**requirements.pages(), **settings.pages(), **commands.pages()}
    for page, source in FROM_ROOT.items():
        made[page] = (ROOT / source).read_text(encoding="utf-8").replace("](docs/", "](")
    for path, content in made.items():
        files.append(File.generated(config, path, content=content, inclusion=InclusionLevel.INCLUDED))
    return files


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """The picture becomes a part of its page: as an image it would not follow the page's switch for dark colours."""
    if PICTURE not in html:
        return html
    drawing = (Path(config.docs_dir) / PICTURE).read_text(encoding="utf-8")
    replaced, count = re.subn(rf'<img [^>]*src="{re.escape(PICTURE)}"[^>]*>', lambda _: drawing, html)
    assert count == 1, f"{page.file.src_uri} names {PICTURE} in another way than as one image"
    return replaced


def _section(nav: list[Any], title: str) -> list[Any]:
    """The list of pages below ``title``, at whatever depth."""
    found = list(_sections(nav, title))
    assert len(found) == 1, f"mkdocs.yml needs one section {title}"
    return found[0]


def _sections(nav: list[Any], title: str) -> Any:
    for item in nav:
        for name, below in item.items() if isinstance(item, dict) else ():
            if isinstance(below, list):
                if name == title:
                    yield below
                yield from _sections(below, title)


def _pages_in(nav: list[Any]) -> Any:
    for item in nav:
        if isinstance(item, str):
            yield PurePosixPath(item).as_posix()
        else:
            for below in item.values():
                yield from _pages_in(below if isinstance(below, list) else [below])
