"""Which folder of a module's resources fits a device, and which of two fits better.

Sources: openharmony/docs quick-start/resource-categories-and-access.md (names of folders) and
global_resource_management frameworks/resmgr/src/res_config_impl.cpp:Match, IsMoreSuitable; locale_matcher.cpp.
"""

from __future__ import annotations

import re

import msgspec

DENSITIES = {"sdpi": 120, "mdpi": 160, "ldpi": 240, "xldpi": 320, "xxldpi": 480, "xxxldpi": 640}
DEVICE_TYPES = ("phone", "tablet", "car", "pc", "tv", "wearable", "2in1")
DEFAULT_DENSITY = DENSITIES["mdpi"]
"""What a folder without a density counts as."""
_LOCALE = re.compile(r"([a-z]{2,3})(?:_([A-Z][a-z]{3}))?(?:_([A-Z]{2}|[0-9]{3}))?")
_NETWORK = re.compile(r"mcc(\d+)(?:_mnc(\d+))?")
_TRADITIONAL = ("TW", "HK", "MO")


class Locale(msgspec.Struct, frozen=True):
    """``script`` and ``region`` are empty when they are not written."""

    language: str
    script: str = ""
    region: str = ""

    @property
    def likely_script(self) -> str:
        """Only Chinese is written in two scripts by region here; any other language matches itself."""
        if self.script or self.language != "zh":
            return self.script
        return "Hant" if self.region in _TRADITIONAL else "Hans"


class DeviceConfiguration(msgspec.Struct, frozen=True, kw_only=True):
    """What a device asks resources for. It has no SIM card, so folders for a network never fit."""

    locale: Locale
    orientation: str = "vertical"
    device_type: str = "phone"
    dark: bool = False
    density: int = DENSITIES["xxldpi"]


class Qualifiers(msgspec.Struct, frozen=True, kw_only=True):
    """The qualifiers in a folder's name; the ``base`` folder has none."""

    network: str = ""
    locale: Locale | None = None
    orientation: str = ""
    device_type: str = ""
    color_mode: str = ""
    density: int = 0

    def fits(self, device: DeviceConfiguration) -> bool:
        return (
            not self.network
            and (self.locale is None or _same_language(self.locale, device.locale))
            and self.orientation in ("", device.orientation)
            and self.device_type in ("", device.device_type)
            and self.color_mode in ("", "dark" if device.dark else "light")
        )

    def rank(self, device: DeviceConfiguration, density: int | None = None) -> tuple[int, ...]:
        """Higher is better; only of use among folders that fit. ``density`` overrides the device's."""
        locale = 0
        if self.locale is not None:
            same_region = self.locale.region == device.locale.region
            locale = 3 if same_region else 2 if not self.locale.region else 1
        distance = (self.density or DEFAULT_DENSITY) - (density or device.density)
        return (
            locale,
            bool(self.orientation),
            bool(self.device_type),
            bool(self.color_mode),
            # A picture that is too large is scaled down; of those that are too small the largest is taken.
            distance >= 0,
            -abs(distance),
        )


def parse_locale(text: str) -> Locale | None:
    """``zh_Hant_TW`` or ``zh-Hant-TW``."""
    match = _LOCALE.fullmatch(text.replace("-", "_"))
    return Locale(match[1], match[2] or "", match[3] or "") if match else None


def parse_qualifiers(folder: str) -> Qualifiers | None:
    """What the name of a resource folder says; None for a folder that is not one (``rawfile``, a misspelt one)."""
    if folder == "base":
        return Qualifiers()
    found: dict[str, object] = {}
    for part in folder.split("-"):
        if _NETWORK.fullmatch(part):
            found["network"] = part
        elif part in ("vertical", "horizontal"):
            found["orientation"] = part
        elif part in DEVICE_TYPES:
            found["device_type"] = part
        elif part in ("dark", "light"):
            found["color_mode"] = part
        elif part in DENSITIES:
            found["density"] = DENSITIES[part]
        elif locale := _after_network(part, found):
            found["locale"] = locale
        else:
            return None
    return msgspec.convert(found, Qualifiers)


def _after_network(part: str, found: dict[str, object]) -> Locale | None:
    """A network and a language may stand together: ``mcc460_mnc00-zh_CN`` is the rule, ``mcc460_zh`` is accepted."""
    match = re.match(r"(mcc\d+(?:_mnc\d+)?)_(?=[a-z])", part)
    if match:
        found["network"] = match[1]
        part = part[match.end() :]
    return parse_locale(part)


def _same_language(offered: Locale, wanted: Locale) -> bool:
    if offered.language != wanted.language:
        return False
    return not (offered.likely_script and wanted.likely_script) or offered.likely_script == wanted.likely_script
