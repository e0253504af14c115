"""Texts between extension, service and caller: extension info, error reports, progress envelopes.

Source: app_file_service utils/src/b_jsonutil/b_jsonutil.cpp; shapes J4, J6, J7 and rules I1-I5 of the callback notes.
"""

from __future__ import annotations

import json
from typing import cast

from .api import SessionOptions
from .cjson_text import JsonValue, c_string, cjson_print
from .paths import anonymous_path

USER_IN_FRONT = 100
"""Whose session it is when the app runs for all users, as user 0."""


def extension_info(options: SessionOptions, user: int) -> str:
    """What the extension gets as backupInfo or restoreInfo.

    A given text goes through untouched. Details become the array that the service prints after appending the user's
    id (b_jsonutil.cpp:InsertBundleDetailInfo). Without either the Want holds nothing, so the text is ``""``
    (service.cpp:HandleCurGroupBackupInfos sets it only when infos exist); but an app of user 0 is always told whose
    session it is (service_incremental.cpp:SendUserIdToApp).
    """
    if options.extension_info is not None:
        return options.extension_info
    if options.details is None and user != 0:
        return ""
    items = [*(options.details or ()), ("userId", str(user or USER_IN_FRONT))]
    return cjson_print([{"type": kind, "detail": detail} for kind, detail in items])


def error_report(code: int, text: str) -> str:
    """The report that a caller gets of an exception with a text (b_jsonutil.cpp:BuildExtensionErrInfo)."""
    return cjson_print({"resultInfo": {"errorCode": code, "errorInfo": c_string(text), "type": "ErrorInfo"}})


def progress_report(text: str, now_ms: int) -> str:
    """onProcess's own text in the envelope for the caller (b_jsonutil.cpp:BuildOnProcessRetInfo)."""
    return cjson_print({"processResult": {"timeInfo": str(now_ms // 1000), "resultInfo": c_string(text)}})


def file_problem_report(path: str, code: int, now_ms: int) -> str:
    """A file that could not be packed, on the channel of onProcess; the path is shown as in the framework's logs
    (b_jsonutil.cpp:BuildOnProcessErrInfo, ext_extension.cpp:ReportErrFileByProc)."""
    problem = {"errorCode": str(code), "errorMessage": anonymous_path(path)}
    return cjson_print({"processResult": {"timeInfo": str(now_ms // 1000), "errorInfo": problem}})


def result_report(text: str) -> str:
    """What the caller gets of the text that onBackupEx or onRestoreEx gave: the same bytes, unless it counts files.

    The service adds its own counts to the first ``infos`` of an element of type CountInfo and prints everything anew
    (b_jsonutil.cpp:AddAncoFileResult, called for every bundle by ext_extension.cpp:AppResultReport).
    """
    try:
        root: object = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return text
    infos = _first_count_infos(root)
    if infos is None:
        return text
    infos.append({"backupInfo": "anco_doc", "successCount": 0, "duplicateCount": 0, "failedCount": 0, "details": []})
    return cjson_print(cast("JsonValue", root))


def _refuse(constant: str) -> object:
    """cJSON knows no NaN and no Infinity."""
    raise ValueError(constant)


def _first_count_infos(root: object) -> list[object] | None:
    if not isinstance(root, dict):
        return None
    results = cast("dict[str, object]", root).get("resultInfo")
    if not isinstance(results, list):
        return None
    for result in cast("list[object]", results):
        if not isinstance(result, dict):
            continue
        element = cast("dict[str, object]", result)
        if element.get("type") == "CountInfo":
            infos = element.get("infos")
            return cast("list[object]", infos) if isinstance(infos, list) else None
    return None
