"""The Python side of ``@ohos.zlib``."""

from __future__ import annotations

from collections.abc import Mapping

from ...runtime.api import ExtensionEnvironment
from ..api import HostFunction
from .archives import Archives
from .checksums import CHECKSUM_FUNCTIONS
from .gzip_files import GzipFiles
from .streams import Streams

REFUSES_PARENTS_SINCE = 13
"""API version from which a path with ``../`` is refused (file_path.cpp:HasRelativePathBaseOnAPIVersion)."""


class ZlibModule:
    def __init__(self, environment: ExtensionEnvironment) -> None:
        refuses_parents = environment.profile.api >= REFUSES_PARENTS_SINCE
        self._files = GzipFiles(environment.sandbox)
        self.host_functions: Mapping[str, HostFunction] = {
            **Archives(environment.sandbox, environment.clock, refuses_parents=refuses_parents).host_functions,
            **Streams().host_functions,
            **self._files.host_functions,
            **CHECKSUM_FUNCTIONS,
        }

    def close(self) -> None:
        self._files.close()
