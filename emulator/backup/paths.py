"""The framework's small rules about path texts.

Source: utils/include/b_resources/b_constants.h, utils/src/b_utils/string_utils.cpp,
interfaces/common/src/sandbox_helper.cpp:IsValidPath, utils/src/b_anony/b_anony.cpp.
"""

from __future__ import annotations

from .config import MAPPING_SEPARATOR

PATH_LIMIT = 4096
"""Paths of this many bytes or more are not backed up (b_constants.h:MAX_PATH_LEN)."""

PUBLIC_HOME = "/storage/Users/currentUser/"
FORCED_OUT = f"{PUBLIC_HOME}appdata/"
_MEDIA_VIEW_OF_PUBLIC_HOME = "/storage/media/local/files/Docs/"
_ANDROID_FOLDER = "HO_DATA_EXT_MISC"
_CLOUD_NAME_LENGTH = 33


def byte_length(text: str) -> int:
    """How long ``text`` is on the device, where text is bytes."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogateescape"))


def byte_order(text: str) -> bytes:
    """The key by which the framework's sets and maps order texts."""
    return text.encode("utf-8", "surrogateescape")


def is_valid_path(path: str) -> bool:
    """Whether restore accepts ``path``: not longer than 4096 bytes, no ``..`` component.

    A ``../`` counts when it begins a component, ``/..`` when it ends the path. Searching for ``../`` goes on behind
    the whole find, so of overlapping ones only the first is seen.
    """
    if byte_length(path) > PATH_LIMIT:
        return False
    at = path.find("../")
    while at >= 0:
        if at == 0 or path[at - 1] == "/":
            return False
        at = path.find("../", at + 3)
    return not path.endswith("/..")


def with_delimiter(path: str) -> str:
    """``path`` with a ``/`` at its end (string_utils.cpp:PathAddDelimiter)."""
    return path if path.endswith("/") else path + "/"


def with_one_delimiter(path: str) -> str:
    """``path`` with exactly one ``/`` at its end (AddTrailingSlash)."""
    return path.rstrip("/") + "/"


def without_delimiters(path: str) -> str:
    """``path`` without any ``/`` at its end (RemoveTrailingSlash)."""
    return path.rstrip("/")


def mapped_include(backup_dir: str, restore_dir: str) -> str:
    """One text for an include whose data is read in one place and named as another (GenMappingDir)."""
    return f"{backup_dir}{MAPPING_SEPARATOR}{restore_dir}{MAPPING_SEPARATOR}"


def split_mapped_include(text: str) -> tuple[str, str]:
    """The two places of a mapped include; the second is empty when ``text`` is none (ParseMappingDir)."""
    parts = text.split(MAPPING_SEPARATOR)
    if len(parts) == 3 and parts[2] == "":
        return parts[0], parts[1]
    return text, ""


def has_prefix(path: str, prefix: str) -> bool:
    """Whether ``path``, made absolute and closed with ``/`` when ``prefix`` is, begins with it (IsPathPrefix)."""
    if not path or not prefix:
        return False
    whole = path if path.startswith("/") else f"/{path}"
    if prefix.endswith("/"):
        whole = with_delimiter(whole)
    return whole.startswith(prefix)


def is_public_path(path: str) -> bool:
    """Whether ``path`` lies in the user's public files, which another service restores."""
    return has_prefix(path, PUBLIC_HOME)


def public_path_of_media_view(path: str) -> str:
    """The public path of a file that the media library names in its own view (ConvertMediaSandboxToPublic).

    Raises IndexError, as the framework throws, for the view's folder itself without a ``/`` at its end.
    """
    if not has_prefix(path, _MEDIA_VIEW_OF_PUBLIC_HOME):
        return path
    if byte_length(path) < len(_MEDIA_VIEW_OF_PUBLIC_HOME):
        raise IndexError(path)
    raw = byte_order(path)[len(_MEDIA_VIEW_OF_PUBLIC_HOME) :]
    return PUBLIC_HOME + raw.decode("utf-8", "surrogateescape")


def is_android_path(path: str) -> bool:
    """Whether ``path`` lies in the folder of the Android container (IsSandboxAncoPath)."""
    homes = (PUBLIC_HOME + _ANDROID_FOLDER, _MEDIA_VIEW_OF_PUBLIC_HOME + _ANDROID_FOLDER)
    return any(with_one_delimiter(path).startswith(with_one_delimiter(home)) for home in homes)


def is_android_file_name(name: str) -> bool:
    """Whether a big file's ``name`` says that it came from the Android container (IsAncoFile)."""
    stem = name.rpartition(".")[0] if "." in name else name
    raw = byte_order(stem)
    cloud_name = len(raw) == _CLOUD_NAME_LENGTH and any(65 <= byte <= 90 for byte in raw)
    return not cloud_name and "_anco" in stem


def anonymous_path(path: str) -> str:
    """``path`` as the framework's logs and error reports show it (b_anony.cpp:GetAnonyPath)."""
    *folders, last = byte_order(path).split(b"/")
    stem, dot, rest = last.partition(b".")
    shown = [_anonymous(folder) if folder else b"" for folder in folders]
    shown.append((_anonymous(stem) if stem or dot else b"") + dot + rest)
    return b"/".join(shown).decode("utf-8", "surrogateescape")


def _anonymous(text: bytes) -> bytes:
    if len(text) < 3:
        return b"******"
    kept = 1 if len(text) <= 20 else 4
    return text[:kept] + b"******" + text[-kept:]
