"""Behind ``@ohos.bundle.bundleManager`` and ``@ohos.abilityAccessCtrl``: the app about itself, and what it may do.

Source: bundlemanager_bundle_framework interfaces/kits/js/bundle_manager/bundle_manager.cpp:InnerGetProfile,
GetLaunchWant, CanOpenLink; numbers: docs reference/apis-ability-kit/errorcode-bundle.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlsplit

from ...package import PackagedModule
from ...runtime.api import ExtensionEnvironment
from ...stage.resources import profile_path
from ..api import BusinessError, HostFunction
from . import declared, identity
from .information import EVERYTHING_OF_A_MODULE, WITH_METADATA, BundleInformation, Info

MODULE_NOT_FOUND = 17700002
ABILITY_NOT_FOUND = 17700003
NO_PROFILE = 17700024
INVALID_LINK = 17700055
SCHEME_NOT_DECLARED = 17700056
NO_LAUNCH_WANT = 17700072

_HOME_ACTIONS = ("ohos.want.action.home", "action.system.home")
_HOME_ENTITY = "entity.system.home"


class BundleModule:
    """The bundle manager and the permission manager before one extension process."""

    def __init__(self, environment: ExtensionEnvironment) -> None:
        self._environment = environment
        self._information = BundleInformation(environment)
        self.host_functions: Mapping[str, HostFunction] = {
            "bundle.self": self._information.bundle,
            "bundle.application": self.application,
            "bundle.module": self.module,
            "bundle.extension": self.extension,
            "bundle.moduleNames": self.module_names,
            "bundle.profiles": self.profiles,
            "bundle.launchWant": self.launch_want,
            "bundle.canOpenLink": self.can_open_link,
            "bundle.namesGroup": self.names_group,
            "bundle.mayBeSystemApp": self.may_be_system_app,
            "access.holds": self.holds,
            "access.status": self.permission_status,
        }

    def close(self) -> None:
        """Nothing is held."""

    def application(self) -> Info:
        return self._information.application(WITH_METADATA)

    def module_names(self) -> list[str]:
        return [module.name for module in self._information.modules]

    def module(self, name: str) -> Info:
        """HapModuleInfo as a context has it, with everything in it."""
        return self._information.module(self._module(name), EVERYTHING_OF_A_MODULE)

    def extension(self) -> Info:
        """ExtensionAbilityInfo of the running extension."""
        environment = self._environment
        module = self._module(environment.module_name)
        own = self._called(module, "extensionAbilities", environment.extension_name)
        if own is None:
            own = {
                "name": environment.extension_name,
                "type": "backup",
                "metadata": [{"name": "ohos.extension.backup"}],
            }
        return self._information.extension(module, own, EVERYTHING_OF_A_MODULE)

    def profiles(
        self, kind: Literal["abilities", "extensionAbilities"], module_name: str, name: str, metadata: str
    ) -> list[str]:
        """The profiles that ``metadata`` of an ability refers to, or all of them, as compact JSON with sorted keys."""
        if not name:
            raise BusinessError(ABILITY_NOT_FOUND, "The ability is not found: its name is empty.")
        module = self._module(module_name)
        own = self._called(module, kind, name)
        if own is None:
            raise BusinessError(ABILITY_NOT_FOUND, f"The module '{module_name}' has no ability '{name}'.")
        found: list[str] = []
        for entry in declared.objects(own, "metadata"):
            if metadata and declared.text(entry, "name") != metadata:
                continue
            path = profile_path(declared.text(entry, "resource"), module.resource_folders)
            if path is None:
                continue
            try:
                content = json.loads(path.read_text(encoding="utf-8-sig"))
            except ValueError:
                raise BusinessError(NO_PROFILE, f"The profile '{path.stem}' is not JSON.") from None
            found.append(json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")))
        if not found:
            raise BusinessError(NO_PROFILE, f"The ability '{name}' has no such profile.")
        return found

    def launch_want(self) -> Info:
        """The ability that the launcher would start."""
        for module in self._information.modules:
            for ability in declared.objects(module.declaration, "abilities"):
                for skill in declared.objects(ability, "skills"):
                    actions = declared.texts(skill, "actions")
                    if _HOME_ENTITY in declared.texts(skill, "entities") and any(a in _HOME_ACTIONS for a in actions):
                        return {
                            "bundleName": self._environment.bundle_name,
                            "deviceId": "",
                            "abilityName": declared.text(ability, "name"),
                            "action": "action.system.home",
                            "moduleName": module.name,
                            "entities": [_HOME_ENTITY],
                        }
        raise BusinessError(NO_LAUNCH_WANT, "The app has no ability that the launcher starts.")

    def can_open_link(self, link: str) -> bool:
        """Whether another app opens ``link``: the app must declare its scheme, and no other app is installed."""
        scheme = urlsplit(link).scheme
        if not scheme or ":" not in link:
            raise BusinessError(INVALID_LINK, "The specified link is invalid.")
        entry = (
            m for m in self._information.modules if declared.text(m.declaration, "type", otherwise="entry") == "entry"
        )
        schemes = [item.lower() for module in entry for item in declared.texts(module.declaration, "querySchemes")]
        if scheme.lower() not in schemes:
            raise BusinessError(SCHEME_NOT_DECLARED, "The scheme of the specified link is not in the querySchemes.")
        return False

    def names_group(self, group: str) -> bool:
        """Whether an extension of the app is declared to share files with ``group``."""
        return any(
            group in declared.texts(extension, "dataGroupIds")
            for module in self._information.modules
            for extension in declared.objects(module.declaration, "extensionAbilities")
        )

    def may_be_system_app(self) -> bool:
        return identity.may_be_system_app(self._environment)

    def holds(self, permission: str) -> bool:
        return identity.holds(self._environment, permission)

    def permission_status(self, permission: str) -> int:
        """PermissionStatus: granted 0, not asked for yet 1, not the app's to ask for 2."""
        if permission not in identity.requested_permissions(self._environment):
            return 2
        return 0 if identity.holds(self._environment, permission) else 1

    def _module(self, name: str) -> PackagedModule:
        found = next((module for module in self._information.modules if module.name == name), None)
        if found is None:
            raise BusinessError(MODULE_NOT_FOUND, f"The app has no module '{name}'.")
        return found

    @staticmethod
    def _called(module: PackagedModule, kind: str, name: str) -> Mapping[str, object] | None:
        everything = declared.objects(module.declaration, kind)
        return next((item for item in everything if declared.text(item, "name") == name), None)
