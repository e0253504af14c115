"""``file://`` URIs and the sandbox paths behind them (app_file_service file_uri.cpp, common_func.cpp)."""

from __future__ import annotations

from urllib.parse import quote, unquote

SCHEME = "file://"
USER_FILES = "/storage/Users/currentUser/"
USER_FILES_AUTHORITY = "docs"
MEDIA_AUTHORITY = "media"
APP_DATA = "/storage/Users/currentUser/appdata"
APP_STORAGE = "/data/storage/"
UNESCAPED = "/-_.!~*'()"


def is_uri(path: str) -> bool:
    """open treats any text with a scheme as a URI (open.cpp)."""
    return "://" in path


def split(uri: str) -> tuple[str, str]:
    """Authority and decoded path of a ``file://`` URI; a query is dropped."""
    rest = uri.removeprefix(SCHEME).partition("?")[0]
    authority, slash, path = rest.partition("/")
    return authority, unquote(slash + path, errors="surrogateescape")


def real_path(uri: str, bundle_name: str) -> str:
    """The path that a ``file://`` URI stands for in the sandbox of ``bundle_name`` (FileUri::GetRealPath).

    Another bundle's URI leads into the shared appdata folder, and to no path when it is not below /data/storage.
    """
    authority, path = split(uri)
    if authority == MEDIA_AUTHORITY:
        return f"/data/storage/el2/media{path}"
    if authority in ("", bundle_name, USER_FILES_AUTHORITY):
        return path
    if not path.startswith(APP_STORAGE):
        return ""
    level, _, rest = path.removeprefix(APP_STORAGE).partition("/")
    part, slash, below = rest.partition("/")
    return f"{APP_DATA}/{level}/{part}/{authority}{slash}{below}"


def from_path(path: str, bundle_name: str) -> str:
    """The URI of ``path``: user files belong to ``docs``, everything else to the app (CommonFunc::GetUriFromPath)."""
    authority = USER_FILES_AUTHORITY if path.startswith(USER_FILES) else bundle_name
    return f"{SCHEME}{authority}{quote(path, safe=UNESCAPED, errors='surrogateescape')}"
