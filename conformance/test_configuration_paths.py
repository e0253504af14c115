"""CFG: whether the paths in backup_config.json can name anything, and nothing that must not travel."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import basename

import pytest

from ..emulator.backup.paths import is_valid_path
from ..emulator.backup.selection.excludes import is_excluded, prepare_excludes
from ..emulator.trace import FileOperation
from ..harness.archives.content import content_of
from ..harness.data.data_set import DataSet
from ..harness.scenarios.case import Case
from ..harness.scenarios.selection import selected
from ..harness.scenarios.trial import SANDBOX_ROOTS
from .path_probe import PathProbe, path_probe
from .profile_rules import WrittenLists, written_lists
from .steps import plain_backup

CHANGING = frozenset(("write", "rename", "symlink", "link", "mkdir"))


@pytest.mark.requirement("CFG-005")
def test_every_include_can_match(case: Case) -> None:
    lists = [pair for pair in written_lists(case) if pair.includes]
    probe = path_probe(case)
    judged = 0
    for pair in lists:
        assert pair.includes is not None
        if not any(pair.include_texts):
            continue
        for item in pair.includes:
            include = str(item.scalar)
            if names_system_place(include) or climbs(include):
                continue
            problem = include_problem(case, probe, include)
            if problem:
                case.fail(f"the include '{include}' {problem}", position=item.position)
            judged += 1
    if not judged:
        case.not_applicable("the configuration names no folder of its own")


def include_problem(case: Case, probe: PathProbe, include: str) -> str:
    """Why ``include`` can never name what it is meant to name, ``""`` when it can."""
    if not include:
        return "is empty: it names nothing, and an incremental backup does not read the list beyond it"
    if probe.covers_the_app(include):
        return ""
    places = [path for path in probe.meant_by_include(include) if probe.knows(path)]
    outcomes = [include_outcome(probe, include, path) for path in places]
    if outcomes and all(outcome == "no place" for outcome in outcomes):
        return "names a place where an app has no files" + hint(include)
    if "missed" in outcomes:
        if "{" in include:
            return "has braces, which the framework takes literally: write one include for each folder"
        if "**" in include:
            return "has **, which is the same as * to the framework: it does not go deeper"
        return "is no pattern that the framework can match"
    return unknown_module(case, include)


def include_outcome(probe: PathProbe, include: str, path: str) -> str:
    """What becomes of files at ``path``: ``taken``, ``missed``, or ``no place`` when the app cannot have any there."""
    outcome = "no place"
    for as_folder in (True, False):
        if not as_folder and path.endswith("/"):
            continue
        with probe.files_at(path, as_folder=as_folder) as made:
            if made and probe.selected([include]) & set(made):
                return "taken"
            outcome = "missed" if made else outcome
    return outcome


def hint(pattern: str) -> str:
    if not pattern.lstrip("/").startswith(("data/", "storage/", "mnt/")):
        return ": a path is counted from / and an app's begins with /data/storage/"
    if pattern.lstrip("/").startswith("data/app/"):
        return ": it is a path of the device, and the app's own view has it below /data/storage/"
    return ""


def unknown_module(case: Case, pattern: str) -> str:
    """The folders below haps/ are those of the app's modules. Without all sources nobody knows which there are."""
    found = re.search(r"(?:^|/)data/storage/el\d/base/haps/([^/*?\[{]+)(?:/|$)", pattern)
    names = case.subject.application.module_names
    project = case.subject.project
    if found is None or found[1] in names or case.subject.packed or (project is not None and project.absent_modules):
        return ""
    return f"names the folder of a module '{found[1]}', and the app has only {', '.join(names)}"


@pytest.mark.requirement("CFG-006")
def test_every_exclude_can_match_and_none_takes_a_whole_include_away(case: Case) -> None:
    lists = [pair for pair in written_lists(case) if any(pair.exclude_texts)]
    if not lists:
        case.not_applicable("the configuration excludes nothing")
    probe = path_probe(case)
    for pair in lists:
        for item in pair.excludes:
            exclude = str(item.scalar)
            problem = exclude and (exclude_problem(case, probe, exclude) or swallowed(probe, pair, exclude))
            if problem:
                case.fail(f"the exclude '{exclude}' {problem}", position=item.position)


def exclude_problem(case: Case, probe: PathProbe, exclude: str) -> str:
    """Why ``exclude`` can never keep anything out, ``""`` when it can."""
    prepared = prepare_excludes([exclude])
    possible = False
    for path in probe.meant_by_exclude(exclude):
        if not probe.knows(path):
            return ""
        for as_folder in (True, False):
            if not as_folder and path.endswith("/"):
                continue
            with probe.files_at(path, as_folder=as_folder) as made:
                possible = possible or bool(made)
                if any(is_excluded(prepared, file) for file in made):
                    return unknown_module(case, exclude)
    if possible and "/" not in exclude:
        return "has no slash, and a name alone matches nothing: write the whole path, or */ before it"
    if possible:
        return "is no pattern that the framework can match"
    return "names a place where an app has no files" + hint(exclude)


def swallowed(probe: PathProbe, pair: WrittenLists, exclude: str) -> str:
    for include in filter(None, pair.include_texts):
        for path in probe.meant_by_include(include)[:1]:
            as_folder = path.endswith("/") or "." not in basename(path)
            with probe.files_at(path, as_folder=as_folder) as made:
                taken = probe.selected([include]) & set(made)
                if taken and not probe.selected([include], [exclude]) & taken:
                    return f"takes away all that the include '{include}' names"
    return ""


SYSTEM_PLACES = frozenset(
    [
        "bin",
        "chip_ckm",
        "chip_prod",
        "config",
        "cust",
        "dev",
        "eng_chipset",
        "eng_system",
        "etc",
        "init",
        "lib",
        "lib64",
        "log",
        "misc",
        "module_update",
        "opt",
        "proc",
        "sys",
        "sys_prod",
        "system",
        "tmp",
        "updater",
        "usr",
        "vendor",
        "version",
    ]
)
"""The top of a device's tree, apart from data, mnt and storage (docs: application-dev/file-management/app-sandbox)."""


def names_system_place(pattern: str) -> bool:
    return pattern.lstrip("/").partition("/")[0] in SYSTEM_PLACES


def climbs(pattern: str) -> bool:
    return ".." in pattern.split("/")


@pytest.mark.requirement("CFG-007")
def test_what_is_selected_lies_in_the_apps_own_folders(case: Case, typical: DataSet) -> None:
    trial = case.idle_device()
    bundle = f"/data/app/el1/bundle/public/{trial.bundle.sandbox_name}"
    trial.bundle.physical_files.write_file(f"{bundle}/{case.subject.application.extension.module_name}.hap", b"PK")
    probe = path_probe(case)
    probe_of_code = PathProbe(trial.bundle.view("harness", recording=False), probe.module_names)
    for pair in written_lists(case):
        for item in pair.includes or ():
            include = str(item.scalar)
            problem = include and outside_problem(probe, probe_of_code, include)
            if problem:
                case.fail(f"the include '{include}' {problem}", position=item.position)
    if not case.subject.packed:
        require_no_links(case, typical)


def outside_problem(probe: PathProbe, probe_of_code: PathProbe, include: str) -> str:
    if names_system_place(include):
        return "names files of the device, which are no part of the app's data"
    for path in probe.meant_by_include(include):
        with probe.files_at(path, as_folder=True):
            if any(not is_valid_path(root) for root in probe.roots([include])):
                return "leads upwards with '..': a restore refuses every file that is named so"
    if any(path.startswith("/data/storage/el1/bundle/") for path in probe_of_code.selected([include])):
        return "also takes the app's program in /data/storage/el1/bundle, where a restore may not write"
    return ""


def require_no_links(case: Case, data_set: DataSet) -> None:
    made = plain_backup(case, data_set)
    after = made.trial.tree()
    links = sorted(path for path, node in after.items() if node.kind == "link" and path not in made.before)
    roots = PathProbe(made.trial.bundle.view("harness", recording=False), ()).roots(
        written_lists(case)[0].include_texts
    )
    inside = [path for path in links if any(path == root or f"{path}/".startswith(root) for root in roots)]
    case.require(
        not inside,
        f"the extension leaves a symbolic link among the files to back up: {', '.join(inside[:3])}; the framework "
        "leaves links out, so nothing of it comes back",
    )


CACHES = ("cache", "temp")


@pytest.mark.requirement("CFG-008")
def test_caches_are_not_selected(case: Case) -> None:
    pair = written_lists(case)[0]
    probe = path_probe(case)
    for folder in cache_folders(probe):
        with probe.files_at(f"{folder}/web/", as_folder=True) as made:
            if not probe.selected(pair.include_texts, pair.exclude_texts) & set(made):
                continue
            include = next((i for i in pair.include_texts if probe.selected([i]) & set(made)), "")
        if not stages_in(case, folder):
            item = next((item for item in pair.includes or () if item.scalar == include), None)
            case.fail(
                f"the include '{include}' takes {folder} along, which holds what the app can make again",
                position=item.position if item else None,
            )


def cache_folders(probe: PathProbe) -> Iterator[str]:
    for level in range(1, 6):
        base = f"/data/storage/el{level}/base"
        for owner in (base, *(f"{base}/haps/{name}" for name in probe.module_names)):
            yield from (f"{owner}/{part}" for part in CACHES)


def stages_in(case: Case, folder: str) -> bool:
    """Whether the extension itself puts files for the backup there, so that they are no mere cache."""
    if case.subject.packed:
        return False
    made = plain_backup(case, DataSet(name="empty"))
    return any(
        event.actor == "extension" and event.operation in CHANGING and event.path.startswith(f"{folder}/")
        for event in made.trial.device.trace.of(FileOperation)
    )


SECRET_NAME = re.compile(
    r"(access|refresh|auth|session|bearer|push|device)[_-]?tokens?|tokens?|credentials?|passwords?|passwd"
    r"|secrets?|(private|secret|master|device)[_-]?keys?|id_(rsa|dsa|ecdsa|ed25519)|(device|android|oa)[_-]?id|udid",
    re.IGNORECASE,
)
SECRET_SUFFIXES = (".pem", ".p12", ".pfx", ".jks", ".keystore")


@pytest.mark.requirement("CFG-008")
def test_secrets_are_not_selected(case: Case, data_set: DataSet) -> None:
    taken = what_travels(case, data_set)
    if data_set.must_survive:
        # The team said itself that these have to come back.
        taken -= {file.path for file in data_set.files}
    if not taken:
        case.not_applicable("the data set puts nothing where the configuration looks")
    secrets = sorted(path for path in taken if is_secret(path))
    case.require(
        not secrets,
        f"{', '.join(secrets[:3])} goes into the backup; by its name it is a secret, or belongs to this one device",
    )


def what_travels(case: Case, data_set: DataSet) -> set[str]:
    if case.subject.packed:
        trial = case.idle_device()
        trial.seed(data_set)
        return set(selected(trial))
    made = plain_backup(case, data_set)
    inside = content_of(made.result.archive) if made.result.archive is not None else ()
    return {*made.expected, *inside}


def is_secret(path: str) -> bool:
    """Whether a file's or one of its folders' names is one that secrets usually have."""
    name = basename(path).lower()
    if name.endswith(SECRET_SUFFIXES):
        return True
    below = next((path[len(root) :] for root in SANDBOX_ROOTS if path.startswith(f"{root}/")), path)
    return any(SECRET_NAME.fullmatch(part.partition(".")[0]) for part in below.split("/"))
