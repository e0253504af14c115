"""The reference of ``ohos-backup.toml``, from the schema that the settings model gives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ohos_backup.harness.settings.schema import settings_schema

from .text import code, in_cell, paragraphs, table

PAGE = "settings-reference.md"
SCHEMA_FILE = "ohos-backup.schema.json"

INTRODUCTION = f"""# Settings: every key

All tables and keys of `ohos-backup.toml`. [The guide](settings.md) says what to do with them; a key that is not listed
here is an error, with file and line. Paths of files are counted from the file itself.

Editors that read JSON schemas of TOML files (Even Better TOML for VS Code, taplo) complete and check the file when they
know its schema: save [{SCHEMA_FILE}]({SCHEMA_FILE}) beside it, or let `ohos-backup schema settings` print it, and name
it in the first line:

```toml
#:schema ./{SCHEMA_FILE}
```"""


def pages() -> dict[str, str]:
    """Markdown by the path of the page, and the schema itself."""
    schema = settings_schema()
    return {PAGE: _page(json.loads(schema)), SCHEMA_FILE: schema}


def _page(schema: dict[str, Any]) -> str:
    tables = schema["$defs"]
    root = _target(schema)
    assert root is not None
    parts = [INTRODUCTION, "## The top of the file", _keys(tables[root])]
    for heading, name in _below(tables, root, ""):
        parts += [f"## `{heading}`", tables[name]["description"], _keys(tables[name])]
    return paragraphs(*parts)


def _below(tables: dict[str, Any], name: str, prefix: str) -> Iterator[tuple[str, str]]:
    """Heading and name of every table below, in the order of the keys; lists of tables have two brackets."""
    for key, part in tables[name]["properties"].items():
        if (target := _target(part)) is not None:
            yield f"[{prefix}{key}]", target
        elif (target := _target(part.get("items", {}))) is not None:
            yield f"[[{prefix}{key}]]", target
        else:
            continue
        yield from _below(tables, target, f"{prefix}{key}.")


def _target(part: dict[str, Any]) -> str | None:
    reference = part.get("$ref")
    return reference.rpartition("/")[2] if reference else None


def _keys(struct: dict[str, Any]) -> str:
    rows: list[list[str]] = []
    required = struct.get("required", ())
    for key, part in struct["properties"].items():
        examples = "".join(f" Example: {_toml(example)}" for example in part.get("examples", ()))
        default = "required" if key in required else _default(part)
        rows.append([code(key), _kind(part), default, in_cell(part["description"]) + examples])
    return table(["key", "value", "without it", "meaning"], rows)


def _kind(part: dict[str, Any]) -> str:
    if _target(part) is not None:
        return "table"
    if "enum" in part:
        return " or ".join(code(json.dumps(value)) for value in part["enum"] if value is not None)
    if "anyOf" in part:
        return " or ".join(_kind(each) for each in part["anyOf"] if each.get("type") != "null")
    if part.get("type") == "array":
        return "list of tables" if _target(part["items"]) is not None else "list of texts"
    if part.get("format") == "date":
        return "date"
    return {"string": "text", "boolean": "true or false", "integer": "number", "object": "table of keys"}[part["type"]]


def _default(part: dict[str, Any]) -> str:
    default = part.get("default")
    return "" if default in ("", None, [], {}) or isinstance(default, dict) else _toml(default)


def _toml(value: object) -> str:
    """As it is written in the file. Texts, numbers and lists of them look alike in JSON."""
    if isinstance(value, dict):
        inside = ", ".join(f'"{key}" = {json.dumps(member)}' for key, member in value.items())
        return code(f"{{ {inside} }}")
    return code(json.dumps(value))
