"""Which kind of device an app is checked on."""

from __future__ import annotations

from ...emulator.profile import DeviceProfile, device_profile, profile_for_api
from .subject import Subject


def chosen_profile(subject: Subject, given: str | None) -> DeviceProfile:
    """The profile called ``given``; without one, that of the settings, else what the app's compatible API asks for.

    Raises UnknownDeviceProfile.
    """
    name = given or subject.settings.profile
    return device_profile(name) if name else profile_for_api(subject.application.compatible_api)
