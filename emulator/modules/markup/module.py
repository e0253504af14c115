"""The host functions behind ``@ohos.convertxml`` and ``@ohos.xml``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from ...runtime.api import ExtensionEnvironment
from ..api import HostFunction
from .conversion import Converted, ConvertOptions, convert, without_blanks
from .events import pull_events


class MarkupModule:
    """Nothing outlives a call."""

    def __init__(self, environment: ExtensionEnvironment) -> None:
        self._api = environment.profile.api
        self.host_functions: Mapping[str, HostFunction] = {
            "xml.convert": self.convert,
            "xml.pull": self.pull,
        }

    def close(self) -> None:
        """Nothing is held."""

    def convert(self, text: str, given: dict[str, Any], form: Literal["whole", "fast"]) -> Converted:
        options = msgspec.convert(given, ConvertOptions)
        if form == "whole":
            return convert(without_blanks(text), options, skips_blank=False, api=self._api)
        return convert(text, options, skips_blank=True, api=self._api)

    def pull(self, uses_namespaces: bool, has_doctype: bool, data: bytes) -> object:
        events = pull_events(data, uses_namespaces=uses_namespaces, has_doctype=has_doctype)
        return msgspec.to_builtins(events)
