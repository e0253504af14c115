"""The Python side of ``@ohos.file``: fs, hash, fileuri, statvfs, securityLabel and storageStatistics."""

from __future__ import annotations

from collections.abc import Mapping

from ...runtime.api import ExtensionEnvironment
from ..api import HostFunction
from .atomic import AtomicFiles
from .copying import Copying
from .descriptors import Descriptors
from .digests import Digests
from .directories import Directories
from .labels import SecurityLabels
from .listing import Listing
from .mappings import Mappings
from .paths import Paths, TemporaryNames
from .storage import StorageStatistics
from .streams import Streams
from .uri_copying import UriCopying
from .watching import Watches


class FileModule:
    def __init__(self, environment: ExtensionEnvironment) -> None:
        view, bundle_name = environment.sandbox, environment.bundle_name
        names = TemporaryNames(environment.seed)
        watches = Watches(view, environment.trace)
        self._descriptors = Descriptors(view, bundle_name, watches)
        self._streams = Streams(view, self._descriptors)
        self._mappings = Mappings(view)
        self.host_functions: Mapping[str, HostFunction] = {
            **self._descriptors.host_functions,
            **self._streams.host_functions,
            **self._mappings.host_functions,
            **watches.host_functions,
            **Paths(view, bundle_name, names).host_functions,
            **AtomicFiles(view, self._descriptors, names).host_functions,
            **Listing(view).host_functions,
            **Copying(view).host_functions,
            **Directories(view).host_functions,
            **UriCopying(view, bundle_name).host_functions,
            **Digests(view).host_functions,
            **SecurityLabels(view).host_functions,
            **StorageStatistics(view).host_functions,
        }

    def close(self) -> None:
        self._streams.close()
        self._mappings.close()
        self._descriptors.close()
