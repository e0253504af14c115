"""The JSON schema of ``ohos-backup.toml``, with which editors complete and check it; made from the model."""

from __future__ import annotations

import json
from inspect import cleandoc
from typing import cast

import msgspec

from .model import SETTINGS_FILE, ProjectSettings


def settings_schema() -> str:
    """JSON schema, draft 2020-12, with the description of every key."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SETTINGS_FILE,
        **msgspec.json.schema(ProjectSettings),
    }
    return json.dumps(_dedented(schema), indent=2) + "\n"


def _dedented(value: object) -> object:
    """Descriptions of tables are docstrings, whose indentation depends on the version of Python."""
    if isinstance(value, dict):
        return {name: _dedented(member) for name, member in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [_dedented(item) for item in cast("list[object]", value)]
    return cleandoc(value) if isinstance(value, str) else value
