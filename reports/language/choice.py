"""Which language: what was asked for, else what the environment says, else English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")
VARIABLE = "OHOS_BACKUP_LANG"
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""As gettext reads them: the first one that is set decides."""


def language_of(asked: str | None, environment: Mapping[str, str]) -> Language:
    """``asked`` is what the user typed, if anything; ``zh_CN.UTF-8`` and ``zh-Hans`` count as ``zh``.

    Raises ValueError when it, or OHOS_BACKUP_LANG, names a language that there is not.
    """
    wanted = asked or environment.get(VARIABLE, "")
    if wanted:
        known = _known(wanted)
        if known is None:
            raise ValueError(wanted)
        return known
    for name in LOCALE:
        if environment.get(name):
            return _known(environment[name]) or "en"
    return "en"


def _known(name: str) -> Language | None:
    start = name.lower().replace("-", "_").partition("_")[0].partition(".")[0]
    return next((language for language in LANGUAGES if language == start), None)
