"""What holds for a restore that goes wrong, asked of an upgrade from the previous system generation."""

from __future__ import annotations

import msgspec

from ..emulator.backup.api import SessionResult
from ..emulator.profile import DeviceProfile
from ..harness.data.tree import Change, Tree
from ..harness.scenarios.case import Case
from ..harness.scenarios.fault_points import FaultPoint
from ..harness.scenarios.trial import Trial
from ..harness.scenarios.upgrade import (
    NEIGHBOUR,
    brought,
    is_announced,
    neighbours,
    old_package,
    put_in_use,
    upgrade,
    written_since,
)
from ..harness.scenarios.verdicts import NotApplicable
from .failures import reported
from .steps import blamed, described, lost
from .test_bundle_version import profiles_with_other_callback


class Upgraded(msgspec.Struct, frozen=True, kw_only=True):
    """An upgrade in which nothing goes wrong, to look at only: ``new`` is what it brings to a device with nothing but
    the app, ``written_since`` are those files of it that the app can have written before."""

    trial: Trial
    package: str
    new: Tree
    written_since: tuple[str, ...]


def undisturbed_upgrade(case: Case, profile: DeviceProfile | None = None) -> Upgraded:
    """On a device of kind ``profile``, else that of the run. Raises NotApplicable when the app takes no old data over
    there."""

    def make() -> Upgraded:
        target = case.device(profile=profile)
        if not is_announced(case.subject, case.profile):
            case.not_applicable("the app does not announce that it migrates data of the previous system generation")
        package = old_package(case.device(profile=profile))
        before = target.tree()
        result = upgrade(target, package)
        new = brought(before, target.tree())
        if reported(target, result) or not new:
            case.not_applicable("the upgrade brings nothing over even undisturbed: see VER-005")
        return Upgraded(trial=target, package=package, new=new, written_since=written_since(before, new))

    return case.once(("upgrade", profile or case.profile), make)


def require_repeatable(case: Case, fault_point: FaultPoint) -> None:
    """An upgrade that was killed brings everything when it is done once more."""
    usual = undisturbed_upgrade(case)

    def changed() -> bool:
        target = case.device()
        upgrade(target, usual.package)
        again = upgrade(target, usual.package)
        return reported(target, again) or bool(lost(usual.new, target.tree()))

    if case.once(("upgrade twice",), changed):
        case.not_applicable("an upgrade cannot even be repeated undisturbed")
    target = case.device()
    struck(target, usual, fault_point)
    again = upgrade(target, usual.package)
    if reported(target, again):
        words, position = blamed(target, again)
        told = described(again) if not again.succeeded else "an errorCode that tells of a failure"
        case.fail(f"after {fault_point.described()}, a second upgrade ends with {told}{words}", position=position)
    changes = lost(usual.new, target.tree())
    case.require(
        not changes,
        f"after {fault_point.described()}, a second upgrade does not bring what an undisturbed one brings",
        differences=changes,
    )


def require_told(case: Case, fault_point: FaultPoint) -> None:
    """An upgrade that could not write says so, and spares what the app has written since it is there."""
    usual = undisturbed_upgrade(case)
    if not spares(usual, upgraded_in_use(case, usual)):
        case.not_applicable("even an undisturbed upgrade does not spare what is on the device")
    require_told_by(case, fault_point, usual)
    for profile in profiles_with_other_callback(case)[1:]:
        other = upgrade_elsewhere(case, profile)
        if other is not None and spares(other, upgraded_in_use(case, other)):
            require_told_by(case, fault_point, other)


def upgrade_elsewhere(case: Case, profile: DeviceProfile) -> Upgraded | None:
    """An upgrade where the app's other callback is called; None when it brings nothing there, as VER-009 judges."""
    try:
        return undisturbed_upgrade(case, profile) if profile.staging.home("el1") is not None else None
    except NotApplicable:
        return None


def require_told_by(case: Case, fault_point: FaultPoint, usual: Upgraded) -> None:
    """As ``require_told``, on a device like that of ``usual``."""
    in_use = upgraded_in_use(case, usual)
    profile = usual.trial.device.profile
    on_device = f" (device profile {profile.name})" if profile != case.profile else ""
    target = case.device(profile=profile)
    put_in_use(target, usual.written_since)
    result = struck(target, usual, fault_point)
    tree = target.tree()
    harmed = [
        Change(path, "missing" if path not in tree else "content", "on the device before the upgrade")
        for path in neighbours(usual.written_since)
        if path not in tree or tree[path].content != NEIGHBOUR
    ]
    case.require(
        not harmed,
        f"{fault_point.described()} costs files that were on the device and not among the old data{on_device}",
        differences=harmed,
    )
    gone = removed(case, usual, in_use, tree)
    case.require(
        not gone,
        f"{fault_point.described()} costs files that were to be replaced: they are removed, and nothing is there for "
        f"them{on_device}",
        differences=gone,
    )
    missing = lost(brought_in_use(usual, in_use), tree)
    case.require(
        not missing or reported(target, result),
        f"with {fault_point.described()}, the upgrade says that it succeeded and {len(missing)} of {len(usual.new)} "
        f"files are not there as an undisturbed one brings them{on_device}; the system removes the old data then",
        differences=missing,
    )


def require_like_files_replaced(case: Case) -> None:
    """What an upgrade replaces, it replaces by the old data also when both are of the same size."""
    usual = undisturbed_upgrade(case)
    if not usual.written_since:
        case.not_applicable("the upgrade brings no file whose name the app could have used before")
    in_use = upgraded_in_use(case, usual)
    wanted = {path: usual.new[path] for path in usual.written_since if usual.new[path].content}
    if not wanted or lost(wanted, in_use):
        case.not_applicable("the upgrade does not even replace files of another size: what is on the device stays")
    target = case.device()
    for path, node in wanted.items():
        target.write(path, bytes(byte ^ 0x01 for byte in node.content))
    result = upgrade(target, usual.package)
    if reported(target, result):
        case.not_applicable(f"the app refuses, seeing what is on the device ({described(result)})")
    missing = lost(wanted, target.tree())
    case.require(
        not missing,
        f"the upgrade replaces what is on the device, but not {len(missing)} of {len(wanted)} files, which were of the "
        "same size as in the old data and not the same",
        differences=missing,
    )


def struck(target: Trial, usual: Upgraded, fault_point: FaultPoint) -> SessionResult:
    target.device.filesystem.fault = fault_point.fault(target)
    result = upgrade(target, usual.package)
    target.device.filesystem.fault = None
    return result


def upgraded_in_use(case: Case, usual: Upgraded) -> Tree:
    """The app's files after an undisturbed upgrade on a device like that of ``usual`` on which the app was in use."""
    profile = usual.trial.device.profile

    def make() -> Tree:
        target = case.device(profile=profile)
        put_in_use(target, usual.written_since)
        upgrade(target, usual.package)
        return target.tree()

    return case.once(("upgrade in use", profile), make)


def brought_in_use(usual: Upgraded, in_use: Tree) -> Tree:
    """What an undisturbed upgrade owes there: an app may keep files that it has written since."""
    return {path: in_use[path] for path in usual.new if path in in_use}


def spares(usual: Upgraded, in_use: Tree) -> bool:
    kept = all(path in in_use for path in usual.written_since)
    return kept and all(
        path in in_use and in_use[path].content == NEIGHBOUR for path in neighbours(usual.written_since)
    )


def removed(case: Case, usual: Upgraded, in_use: Tree, tree: Tree) -> list[Change]:
    """Of the files that the app has written since, those that are gone while what was to replace them is nowhere."""
    if case.subject.settings.policy.on_restore == "replace":
        return []
    contents = {node.content for node in tree.values()}
    return [
        Change(path, "missing", "on the device before the upgrade")
        for path in usual.written_since
        if path not in tree and in_use[path].content not in contents
    ]
