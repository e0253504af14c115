"""The errors of the resource manager (docs: reference/apis-localization-kit/errorcode-resource-manager.md)."""

from __future__ import annotations

from ..api import BusinessError

ID_NOT_FOUND = 9001001
NOT_FOUND_BY_ID = 9001002
NAME_NOT_FOUND = 9001003
NOT_FOUND_BY_NAME = 9001004
INVALID_PATH = 9001005
TOO_MANY_REFERENCES = 9001006

_MESSAGES = {
    ID_NOT_FOUND: "Invalid resource ID.",
    NOT_FOUND_BY_ID: "No matching resource is found based on the resource ID.",
    NAME_NOT_FOUND: "Invalid resource name.",
    NOT_FOUND_BY_NAME: "No matching resource is found based on the resource name.",
    INVALID_PATH: "Invalid relative path.",
    TOO_MANY_REFERENCES: "The resource is referenced cyclically.",
}


def resource_error(code: int) -> BusinessError:
    return BusinessError(code, _MESSAGES[code])
