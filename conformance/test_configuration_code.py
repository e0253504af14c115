"""CFG: whether the code that module.json5 registers is what the declarations say it is."""

from __future__ import annotations

import msgspec
import pytest

from ..emulator.application import Application
from ..emulator.modules.forbidden import forbidden_modules
from ..emulator.package import PackagedModule
from ..emulator.profile import CALLBACK_SINCE
from ..emulator.trace import CallbackEntered, ClassLoaded, FileOperation
from ..harness.data.data_set import DataSet
from ..harness.scenarios.case import Case
from ..harness.scenarios.trial import Trial
from ..harness.subjects.subject import Subject

PLAIN_VARIANT = {"onBackupEx": "onBackup", "onRestoreEx": "onRestore"}


def loaded_class(case: Case) -> ClassLoaded:
    """What the extension's class is, seen on a device that constructed it."""

    def load() -> ClassLoaded | None:
        trial = case.device()
        process = case.subject.application.extension.host.start(trial.bundle.extension_environment())
        try:
            process.load()
        finally:
            process.close()
        return next(iter(trial.device.trace.of(ClassLoaded)), None)

    found = case.once("loaded-class", load)
    if found is None:
        case.not_applicable("the extension cannot be loaded: see LIF-001")
    return found


@pytest.mark.requirement("CFG-013")
def test_the_callbacks_that_do_the_work_exist_on_the_oldest_device(case: Case) -> None:
    found = loaded_class(case)
    newer = [name for name in PLAIN_VARIANT if name in found.methods]
    if not newer:
        case.not_applicable("the app overrides neither onBackupEx nor onRestoreEx")
    api = case.subject.application.compatible_api
    for name in newer:
        plain = PLAIN_VARIANT[name]
        case.require(
            api >= CALLBACK_SINCE[name] or plain in found.methods,
            f"the app says that it runs from API version {api} on, where {name} does not exist yet "
            f"(API version {CALLBACK_SINCE[name]}), and it has no {plain}: there, nothing is done",
        )


@pytest.mark.requirement("CFG-014")
def test_the_class_extends_the_backup_extension_ability(case: Case) -> None:
    found = loaded_class(case)
    parents = " extends ".join(found.names)
    case.require(
        found.extends_base,
        f"the class that is registered for backup does not extend BackupExtensionAbility ({parents}): the framework "
        "calls its methods by name, and finds none of the platform's",
        position=case.subject.declaration.source_entry.position if case.subject.declaration else None,
    )


@pytest.mark.requirement("CFG-016")
def test_no_module_is_used_that_backup_extensions_may_not_use(case: Case) -> None:
    case.device()
    if case.subject.program is None:
        case.not_applicable("an extension written in Python imports none of the system's modules")
    barred = [reference for reference in case.subject.references if reference.module in forbidden_modules()]
    modules = ", ".join(dict.fromkeys(reference.module for reference in barred))
    case.require(
        not barred,
        f"the extension's code, or code that it imports, refers to {modules}, which a backup extension may not use",
        position=barred[0].position if barred else None,
    )


OTHER_MODULE = "renamedmodule"


@pytest.mark.requirement("CFG-015")
def test_folders_come_from_the_context(case: Case, typical: DataSet) -> None:
    """The same app in a module of another name: who asks the context for folders follows, who spelled them does not."""
    case.device()
    own = case.subject.application.extension.module_name
    if any(f"/haps/{own}/".encode() in file.content for file in typical.files):
        case.not_applicable("the data names folders of the module itself")
    renamed = renamed_subject(case.subject)
    moved = msgspec.structs.replace(
        typical,
        files=tuple(msgspec.structs.replace(file, path=renamed_text(file.path, own)) for file in typical.files),
        directories=tuple(msgspec.structs.replace(d, path=renamed_text(d.path, own)) for d in typical.directories),
    )
    source = Trial(renamed, profile=case.profile, seed=case.seed)
    case.trials.append(source)
    source.seed(moved)
    made = source.backup()
    trials = [source]
    if made.archive is not None:
        target = source.fresh()
        case.trials.append(target)
        target.restore(made.archive)
        trials.append(target)
    spelled = [
        event.path
        for trial in trials
        for event in trial.device.trace.of(FileOperation)
        if event.actor == "extension"
        and f"/haps/{own}/" in f"{event.path}/"
        # Below the restore folder paths follow the includes, which spell the module themselves.
        and "/restore/data/storage/" not in event.path
    ]
    operations = [e for trial in trials for e in trial.device.trace.of(FileOperation) if e.actor == "extension"]
    if not operations:
        case.not_applicable("the extension touches no file")
    if not any(trial.device.trace.of(CallbackEntered) for trial in trials):
        case.not_applicable("no callback could be called: see CFG-014 and LIF-001")
    case.require(
        not spelled,
        f"the extension spells out the folder of its module, {spelled[0] if spelled else ''}: it looks there even when "
        "the module has another name, as in a second product or a library used by two apps",
    )


def renamed_subject(subject: Subject) -> Subject:
    """The app as if its module had another name, its configuration along with it."""
    application = subject.application
    extension = application.extension
    own = extension.module_name
    names = tuple(OTHER_MODULE if name == own else name for name in application.module_names)
    package = msgspec.structs.replace(
        application.package,
        modules=tuple(
            renamed_module(module) if module.name == own else module for module in application.package.modules
        ),
    )
    changed: Application = msgspec.structs.replace(
        application,
        module_names=names,
        package=package,
        extension=msgspec.structs.replace(
            extension, module_name=OTHER_MODULE, profile_text=renamed_text(extension.profile_text, own)
        ),
    )
    return msgspec.structs.replace(subject, application=changed)


def renamed_module(module: PackagedModule) -> PackagedModule:
    return msgspec.structs.replace(module, name=OTHER_MODULE, declaration={**module.declaration, "name": OTHER_MODULE})


def renamed_text(text: str, own: str) -> str:
    return text.replace(f"/haps/{own}/", f"/haps/{OTHER_MODULE}/")
