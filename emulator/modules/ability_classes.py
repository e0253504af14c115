"""The base classes of abilities that are not backup extensions: plain classes, for no code here ever drives one.

An app may register such a class as its backup extension by mistake. The framework looks methods up by name and asks
for no base class (ext_backup_js.cpp:InvokeJsMethod), so it constructs like any other and simply has no callbacks.
"""

from __future__ import annotations

from .kit_table import kit_table

_PARENTS = {
    "Ability": None,
    "AbilityStage": None,
    "UIAbility": "@ohos.app.ability.Ability",
    "EmbeddableUIAbility": "@ohos.app.ability.UIAbility",
    "ExtensionAbility": "@ohos.app.ability.Ability",
}
_EXTENSION = "ExtensionAbility"


def ability_code(name: str) -> str | None:
    """The guest face of ``@ohos.app.ability.UIAbility`` and its like; None for a module of any other kind."""
    stem = name.rpartition(".")[2]
    if name not in kit_table().modules or not (stem in _PARENTS or stem.endswith(_EXTENSION)):
        return None
    parent = _PARENTS.get(stem, f"@ohos.app.ability.{_EXTENSION}")
    heritage = f" extends require({parent!r}).default" if parent else ""
    return f"exports.default = class {stem}{heritage} {{}};\n"
