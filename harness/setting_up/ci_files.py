"""``ohos-backup init --ci``: the file with which a CI system checks an app, written where that system looks for it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from ...emulator.errors import OhosBackupError
from ..results.report_files import write_texts
from ..this_tool import DISTRIBUTION


class UnusableCi(OhosBackupError):
    code = "E-CI"


class CiSystem(NamedTuple):
    """``template`` in ci_templates/, and where the file belongs, from the top of the repository."""

    template: str
    target: str


SYSTEMS = {
    "github": CiSystem("github.yml", ".github/workflows/ohos-backup.yml"),
    "gitlab": CiSystem("gitlab.yml", ".gitlab-ci.yml"),
    "jenkins": CiSystem("Jenkinsfile", "Jenkinsfile"),
    "pre-commit": CiSystem("pre-commit.yml", ".pre-commit-config.yaml"),
}


def write_ci_files(app: Path, systems: Iterable[str]) -> list[Path]:
    """The files written, for the app in folder ``app``, at the top of the git repository that it lies in.

    None is written when one cannot be, or is there already. Raises UnusableCi, UnwritableReport.
    """
    if not app.is_dir():
        raise UnusableCi(f"there is no folder '{app}'", mend="Give the folder of the app.")
    top = _repository(app)
    texts = {top / _system(name).target: text_for(name, _within(app, top)) for name in systems}
    for file in texts:
        if file.exists():
            raise UnusableCi(
                f"{file} is there already, and is not touched",
                mend="Write into an empty folder, init FOLDER --ci …, and take over from there what you need.",
            )
    write_texts({**texts})
    return list(texts)


def text_for(system: str, app: str) -> str:
    """``app`` is the app's path from the top of the repository."""
    template = (files(__package__ or "") / "ci_templates" / _system(system).template).read_text(encoding="utf-8")
    return template.replace("@APP@", app).replace("@PACKAGE@", f"{DISTRIBUTION}=={version(DISTRIBUTION)}")


def _system(name: str) -> CiSystem:
    if name not in SYSTEMS:
        raise UnusableCi(f"there is no file for '{name}'", mend=f"Choose among {', '.join(SYSTEMS)}.")
    return SYSTEMS[name]


def _repository(app: Path) -> Path:
    """The folder with ``.git``, else the app's own."""
    place = app.absolute()
    return next((folder for folder in (place, *place.parents) if (folder / ".git").exists()), app)


def _within(app: Path, top: Path) -> str:
    path = Path(os.path.relpath(app, top)).as_posix()
    if not re.fullmatch(r"[\w./+@ -]+", path):
        raise UnusableCi(f"the path '{path}' needs quoting in other ways in each system", mend="Rename the folder.")
    return path
