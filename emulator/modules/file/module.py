"""The Python side of ``@ohos.file.fs``, ``file.hash``, ``file.fileuri`` and ``file.statvfs``."""

from __future__ import annotations

from collections.abc import Mapping

from ...runtime.api import ExtensionEnvironment
from ..api import HostFunction
from .copying import Copying
from .descriptors import Descriptors
from .directories import Directories
from .listing import Listing
from .paths import Paths
from .streams import Streams
from .uri_copying import UriCopying


class FileModule:
    def __init__(self, environment: ExtensionEnvironment) -> None:
        view, bundle_name = environment.sandbox, environment.bundle_name
        self._descriptors = Descriptors(view, bundle_name)
        self._streams = Streams(view, self._descriptors)
        self.host_functions: Mapping[str, HostFunction] = {
            **self._descriptors.host_functions,
            **self._streams.host_functions,
            **Paths(view, bundle_name, environment.seed).host_functions,
            **Listing(view).host_functions,
            **Copying(view).host_functions,
            **Directories(view).host_functions,
            **UriCopying(view, bundle_name).host_functions,
        }

    def close(self) -> None:
        self._streams.close()
        self._descriptors.close()
