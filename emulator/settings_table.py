"""The device's table of settings (applications_settings: domains global, system and secure).

It outlives every process: ``global`` belongs to the device, the other domains to a user.
"""

from __future__ import annotations

DEVICE_DOMAIN = "global"
DOMAINS = (DEVICE_DOMAIN, "system", "secure")

Domain = dict[str, str]


class UserSettings:
    """The settings as one user's apps see them."""

    def __init__(self, shared: Domain | None = None) -> None:
        self._domains: dict[str, Domain] = {domain: {} for domain in DOMAINS}
        if shared is not None:
            self._domains[DEVICE_DOMAIN] = shared

    def get(self, domain: str, name: str) -> str | None:
        return self._domains[domain].get(name)

    def set(self, domain: str, name: str, value: str) -> None:
        self._domains[domain][name] = value

    def all(self, domain: str) -> Domain:
        """A copy of the domain."""
        return dict(self._domains[domain])

    def replace(self, domain: str, values: Domain) -> None:
        """``values`` and nothing else is in the domain; the global one stays shared by all users."""
        self._domains[domain].clear()
        self._domains[domain].update(values)


class SettingsTable:
    """All settings of one device; a new device has none."""

    def __init__(self) -> None:
        self._shared: Domain = {}
        self._users: dict[int, UserSettings] = {}

    def of(self, user: int) -> UserSettings:
        return self._users.setdefault(user, UserSettings(self._shared))
