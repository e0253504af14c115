"""BundleInfo and the objects in it, from what the app's configuration files say.

Sources: bundlemanager_bundle_framework services/bundlemgr/src/inner_bundle_info.cpp:GetBundleInfoV9,
ProcessBundleFlags, and interfaces/kits/js/common/common_func.cpp:Convert* (which fields there are).
"""

from __future__ import annotations

from collections.abc import Mapping

from ...package import PackagedModule
from ...runtime.api import ExtensionEnvironment
from ..resources.identifiers import resource_id
from . import declared, identity

WITH_APPLICATION = 0x1
WITH_HAP_MODULE = 0x2
WITH_ABILITY = 0x4
WITH_EXTENSION_ABILITY = 0x8
WITH_REQUESTED_PERMISSION = 0x10
WITH_METADATA = 0x20
WITH_SIGNATURE_INFO = 0x80
WITH_SKILL = 0x800
WITH_ENTRY_MODULE = 0x1_0000
EVERYTHING_OF_A_MODULE = WITH_ABILITY | WITH_EXTENSION_ABILITY | WITH_METADATA | WITH_SKILL

CODE_PATH = "/data/storage/el1/bundle"
_MODULE_TYPES = {"entry": 1, "feature": 2, "shared": 3}
_LAUNCH_TYPES = {"singleton": 0, "multiton": 1, "standard": 1, "specified": 2}
_WINDOW_MODES = {"fullscreen": 0, "split": 1, "floating": 2}
_ORIENTATIONS = {
    "unspecified": 0, "landscape": 1, "portrait": 2, "follow_recent": 3, "landscape_inverted": 4,
    "portrait_inverted": 5, "auto_rotation": 6, "auto_rotation_landscape": 7, "auto_rotation_portrait": 8,
    "auto_rotation_restricted": 9, "auto_rotation_landscape_restricted": 10, "auto_rotation_portrait_restricted": 11,
    "locked": 12, "auto_rotation_unspecified": 13, "follow_desktop": 14,
}  # fmt: skip
EXTENSION_TYPES = {
    "form": 0, "workScheduler": 1, "inputMethod": 2, "service": 3, "accessibility": 4, "dataShare": 5, "fileShare": 6,
    "staticSubscriber": 7, "wallpaper": 8, "backup": 9, "window": 10, "enterpriseAdmin": 11, "thumbnail": 13,
    "preview": 14, "print": 15, "share": 16, "push": 17, "driver": 18, "action": 19, "adsService": 20,
    "embeddedUI": 21, "insightIntentUI": 22, "fence": 24, "callerInfoQuery": 25, "assetAcceleration": 26,
    "formEdit": 27, "distributed": 28, "appService": 29, "liveForm": 30,
}  # fmt: skip
_UNSPECIFIED = 255
_PAGE_ABILITY = 1
_MULTI_APP_MODES = {"multiInstance": 1, "appClone": 2}

Info = dict[str, object]


class BundleInformation:
    """What the bundle manager answers about the app of one extension process."""

    def __init__(self, environment: ExtensionEnvironment) -> None:
        self._environment = environment
        self._app = environment.package.declaration
        self.modules = environment.package.modules or (PackagedModule(name=environment.module_name),)
        self._installed_ms = environment.clock.now_ms - environment.clock.elapsed_ms

    def bundle(self, flags: int) -> Info:
        environment = self._environment
        code = environment.version_code
        permissions = bool(flags & WITH_REQUESTED_PERMISSION)
        return {
            "name": environment.bundle_name,
            "vendor": declared.text(self._app, "vendor"),
            "versionCode": code,
            "versionName": environment.version_name,
            "minCompatibleVersionCode": declared.whole(self._app, "minCompatibleVersionCode", code),
            "targetVersion": environment.package.target_api or environment.profile.api,
            "appInfo": self.application(flags) if flags & WITH_APPLICATION else None,
            "hapModulesInfo": [self.module(module, flags) for module in self._asked_modules(flags)],
            "reqPermissionDetails": self._permission_details() if permissions else [],
            "permissionGrantStates": [
                identity.GRANTED if identity.holds(environment, name) else identity.DENIED
                for name in (identity.requested_permissions(environment) if permissions else ())
            ],
            "signatureInfo": self._signature() if flags & WITH_SIGNATURE_INFO else None,
            "installTime": self._installed_ms,
            "firstInstallTime": self._installed_ms,
            "updateTime": self._installed_ms,
            "routerMap": [],
            "appIndex": environment.app_index,
        }

    def application(self, flags: int) -> Info:
        environment, app = self._environment, self._app
        metadata = {
            module.name: _metadata(module.declaration) if flags & WITH_METADATA else [] for module in self.modules
        }
        multiple = declared.member(app, "multiAppMode")
        kind = declared.text(app, "bundleType", otherwise="app")
        return {
            "name": environment.bundle_name,
            **_described(app),
            "enabled": True,
            "process": environment.bundle_name,
            "permissions": [],
            "codePath": CODE_PATH,
            "metadata": metadata if flags & WITH_METADATA else {},
            "metadataArray": [
                {"moduleName": name, "metadata": items}
                for name, items in (metadata.items() if flags & WITH_METADATA else ())
            ],
            "removable": True,
            "accessTokenId": identity.access_token(environment),
            "uid": environment.sandbox.uid,
            "iconResource": self._resource(app, "icon"),
            "labelResource": self._resource(app, "label"),
            "descriptionResource": self._resource(app, "description"),
            "appDistributionType": "none",
            "appProvisionType": "release",
            "systemApp": identity.may_be_system_app(environment),
            "bundleType": 1 if kind == "atomicService" else 0,
            "debug": declared.flag(app, "debug"),
            "dataUnclearable": False,
            "nativeLibraryPath": "",
            "multiAppMode": {
                "multiAppModeType": _MULTI_APP_MODES.get(declared.text(multiple, "multiAppModeType"), 0),
                "maxCount": declared.whole(multiple, "maxCount"),
            },
            "appIndex": environment.app_index,
            "installSource": "unknown",
            "releaseType": declared.text(app, "apiReleaseType", otherwise="Release"),
            "cloudFileSyncEnabled": declared.flag(app, "cloudFileSyncEnabled"),
        }

    def module(self, module: PackagedModule, flags: int) -> Info:
        own = module.declaration
        abilities = declared.objects(own, "abilities") if flags & WITH_ABILITY else []
        extensions = declared.objects(own, "extensionAbilities") if flags & WITH_EXTENSION_ABILITY else []
        return {
            "name": module.name,
            **_described(own),
            "mainElementName": declared.text(own, "mainElement"),
            "abilitiesInfo": [self.ability(module, ability, flags) for ability in abilities],
            "extensionAbilitiesInfo": [self.extension(module, extension, flags) for extension in extensions],
            "metadata": _metadata(own) if flags & WITH_METADATA else [],
            "deviceTypes": declared.texts(own, "deviceTypes"),
            "installationFree": declared.flag(own, "installationFree"),
            "hashValue": "",
            "type": _MODULE_TYPES.get(declared.text(own, "type", otherwise="entry"), 0),
            "dependencies": [
                {
                    "moduleName": declared.text(dependency, "moduleName"),
                    "bundleName": declared.text(dependency, "bundleName"),
                    "versionCode": declared.whole(dependency, "versionCode"),
                }
                for dependency in declared.objects(own, "dependencies")
            ],
            "preloads": [
                {"moduleName": declared.text(item, "moduleName")}
                for item in declared.objects(declared.member(own, "atomicService"), "preloads")
            ],
            "fileContextMenuConfig": declared.text(own, "fileContextMenu"),
            "routerMap": [],
            "nativeLibraryPath": "",
            "codePath": f"{CODE_PATH}/{module.name}.hap",
        }

    def ability(self, module: PackagedModule, ability: Mapping[str, object], flags: int) -> Info:
        modes = declared.texts(ability, "supportWindowMode") or list(_WINDOW_MODES)
        return {
            **self._member(module, ability, flags),
            "label": declared.text(ability, "label"),
            "description": declared.text(ability, "description"),
            "icon": declared.text(ability, "icon"),
            "process": declared.text(ability, "process", otherwise=self._environment.bundle_name),
            "type": _PAGE_ABILITY,
            "orientation": _ORIENTATIONS.get(declared.text(ability, "orientation"), 0),
            "launchType": _LAUNCH_TYPES.get(declared.text(ability, "launchType"), 0),
            "uri": "",
            "deviceTypes": declared.texts(module.declaration, "deviceTypes"),
            "supportWindowModes": [_WINDOW_MODES[mode] for mode in modes if mode in _WINDOW_MODES],
            "windowSize": {
                name: declared.whole(ability, name)
                for name in (
                    "maxWindowRatio", "minWindowRatio", "maxWindowWidth",
                    "minWindowWidth", "maxWindowHeight", "minWindowHeight",
                )
            },
            "excludeFromDock": declared.flag(ability, "excludeFromDock"),
            "orientationId": _reference_id(declared.text(ability, "orientation")),
        }  # fmt: skip

    def extension(self, module: PackagedModule, extension: Mapping[str, object], flags: int) -> Info:
        kind = declared.text(extension, "type")
        return {
            **self._member(module, extension, flags),
            "extensionAbilityType": EXTENSION_TYPES.get(kind, _UNSPECIFIED),
            "extensionAbilityTypeName": kind,
        }

    def _member(self, module: PackagedModule, own: Mapping[str, object], flags: int) -> Info:
        """What abilities and extensions have in common."""
        described = _described(own)
        return {
            "bundleName": self._environment.bundle_name,
            "moduleName": module.name,
            "name": declared.text(own, "name"),
            **{name: described[name] for name in ("labelId", "descriptionId", "iconId")},
            "exported": declared.flag(own, "exported", "visible"),
            "permissions": declared.texts(own, "permissions"),
            "applicationInfo": None,
            "metadata": _metadata(own) if flags & WITH_METADATA else [],
            "enabled": True,
            "readPermission": declared.text(own, "readPermission"),
            "writePermission": declared.text(own, "writePermission"),
            "skills": _skills(own) if flags & WITH_SKILL else [],
            "appIndex": self._environment.app_index,
        }

    def _asked_modules(self, flags: int) -> list[PackagedModule]:
        if flags & WITH_HAP_MODULE:
            return list(self.modules)
        if flags & WITH_ENTRY_MODULE:
            return [m for m in self.modules if declared.text(m.declaration, "type", otherwise="entry") == "entry"]
        return []

    def _permission_details(self) -> list[Info]:
        details: dict[str, Info] = {}
        for module in self.modules:
            for request in declared.objects(module.declaration, "requestPermissions"):
                scene = declared.member(request, "usedScene")
                reason = declared.text(request, "reason")
                details.setdefault(
                    declared.text(request, "name"),
                    {
                        "name": declared.text(request, "name"),
                        "moduleName": module.name,
                        "reason": reason,
                        "reasonId": _reference_id(reason),
                        "usedScene": {
                            "abilities": declared.texts(scene, "abilities"),
                            "when": declared.text(scene, "when"),
                        },
                    },
                )
        return list(details.values())

    def _signature(self) -> Info:
        mark = identity.fingerprint(self._environment)
        return {
            "appId": f"{self._environment.bundle_name}_{mark}",
            "fingerprint": mark,
            "appIdentifier": identity.app_identifier(self._environment),
            "certificate": "",
        }

    def _resource(self, holder: Mapping[str, object], name: str) -> Info:
        return {
            "bundleName": self._environment.bundle_name,
            "moduleName": self.modules[0].name,
            "id": _reference_id(declared.text(holder, name)),
        }


def _described(holder: Mapping[str, object]) -> Info:
    described: Info = {}
    for name in ("label", "description", "icon"):
        value = declared.text(holder, name)
        described[name] = value
        described[f"{name}Id"] = _reference_id(value)
    return described


def _reference_id(reference: str) -> int:
    """The number behind ``$string:title``; 0 for anything that is no reference."""
    kind, colon, name = reference.partition(":")
    return resource_id(f"app.{kind[1:]}.{name}") if colon and kind.startswith("$") else 0


def _metadata(holder: Mapping[str, object]) -> list[Info]:
    return [
        {
            "name": declared.text(item, "name"),
            "value": declared.text(item, "value"),
            "resource": declared.text(item, "resource"),
            "valueId": _reference_id(declared.text(item, "value")),
        }
        for item in declared.objects(holder, "metadata")
    ]


def _skills(holder: Mapping[str, object]) -> list[Info]:
    return [
        {
            "actions": declared.texts(skill, "actions"),
            "entities": declared.texts(skill, "entities"),
            "uris": [
                {
                    **{
                        name: declared.text(uri, name)
                        for name in (
                            "scheme", "host", "port", "path", "pathStartWith", "pathRegex", "type", "utd", "linkFeature"
                        )
                    },
                    "maxFileSupported": declared.whole(uri, "maxFileSupported"),
                }
                for uri in declared.objects(skill, "uris")
            ],
            "domainVerify": declared.flag(skill, "domainVerify"),
        }
        for skill in declared.objects(holder, "skills")
    ]  # fmt: skip
