"""CLN: clones of the app, clones of the device, scenes and compatible folders carry what the configuration says."""

from __future__ import annotations

from typing import cast

import msgspec
import pytest

from ..emulator.backup.api import SessionOptions
from ..emulator.backup.compatibility import parse_backup_ex_answer
from ..emulator.backup.config import MAPPING_LIMIT, BackupConfig, parse_backup_config
from ..harness.archives.content import content_of
from ..harness.data.data_set import DataSet
from ..harness.data.generated import generated_data_sets, placements
from ..harness.data.tree import Tree
from ..harness.matrix.combinations import Combination
from ..harness.scenarios.case import Case
from ..harness.scenarios.flows import FLOWS, FULL, Flow, flow_named
from .steps import archive_from, blamed, described, files_of, lost, plain_backup, round_trip
from .test_combinations import comes_back, is_whole
from .test_faults import undisturbed
from .test_restore import is_full_backup_only

APP_CLONE = flow_named("app-clone")
DEVICE_CLONES = tuple(flow for flow in FLOWS if flow.clone_prefix)


def config_of(case: Case) -> BackupConfig:
    return parse_backup_config(case.subject.application.extension.profile_text, case.profile)


def owed_by_a_plain_round_trip(case: Case, data_set: DataSet) -> Tree:
    """The files that a restore owes, which an ordinary backup and restore do bring; otherwise others judge it."""
    undisturbed(case, data_set)
    plain = Combination(flow=FULL, data_set=data_set, version="equal", onto="fresh")
    sent, arrived = comes_back(case, plain)
    if not sent.expected:
        case.not_applicable("the data set puts nothing where the configuration looks")
    if not is_whole(plain, sent, arrived):
        case.not_applicable("not even an ordinary backup and restore bring all of it: see BKP-005, RST-001, RST-006")
    return sent.expected


def require_arrival(case: Case, flow: Flow, data_set: DataSet) -> None:
    # The same step as a row of RST-015, which steps back to it.
    sent, arrived = comes_back(case, Combination(flow=flow, data_set=data_set, version="equal", onto="fresh"))
    if not sent.succeeded:
        words, position = blamed(sent.source, sent.results[-1])
        case.fail(f"{flow.title}: the backup ends with {described(sent.results[-1])}{words}", position=position)
    if arrived is None:
        case.inconclusive("nothing was sent, so nothing can be received")
    if not arrived.result.succeeded:
        words, position = blamed(arrived.target, arrived.result)
        case.fail(f"{flow.title}: the restore ends with {described(arrived.result)}{words}", position=position)
    case.require_same(sent.expected, lost(sent.expected, arrived.tree), f"{flow.title} does not give the same files")


@pytest.mark.requirement("CLN-001")
def test_the_apps_clone_has_its_own_round_trip(case: Case, data_set: DataSet) -> None:
    owed_by_a_plain_round_trip(case, data_set)
    require_arrival(case, APP_CLONE, data_set)


@pytest.mark.requirement("CLN-004")
def test_a_clone_of_the_device_brings_the_same_files(case: Case, data_set: DataSet) -> None:
    if is_full_backup_only(case):
        case.not_applicable("fullBackupOnly is set: RST-012 judges that")
    owed = owed_by_a_plain_round_trip(case, data_set)
    _, newer = comes_back(case, Combination(flow=FULL, data_set=data_set, version="newer", onto="fresh"))
    if newer is None or not newer.result.succeeded or lost(owed, newer.tree):
        case.not_applicable("data of any newer version does not come back: see VER-004 and VER-008")
    for flow in DEVICE_CLONES:
        require_arrival(case, flow, data_set)


@pytest.mark.requirement("CLN-002")
def test_a_scene_carries_what_it_lists(case: Case, data_set: DataSet) -> None:
    config = config_of(case)
    if not config.has_option_dir:
        case.not_applicable("the configuration has no optionDir")
    undisturbed(case, data_set)
    for scene in scenes(case, config):
        require_scene(case, config, scene, data_set)


def scenes(case: Case, config: BackupConfig) -> tuple[str, ...]:
    """The scenes of ``optionDir`` that are meant to select something."""
    elements = cast("list[object]", cast("dict[str, object]", config.root)["optionDir"])
    found: dict[str, None] = {}
    for number, element in enumerate(elements, 1):
        members = cast("dict[str, object]", element) if isinstance(element, dict) else {}
        scene = members.get("sceneId")
        if not isinstance(scene, str) or not scene:
            case.fail(f"element {number} of optionDir has no text sceneId, so no scene can choose it")
        if members.get("includes") != []:
            found[scene] = None
    return tuple(found)


def require_scene(case: Case, config: BackupConfig, scene: str, data_set: DataSet) -> None:
    source = case.device()
    source.seed(data_set)
    if not data_set.must_survive:
        includes = config.option_dir(scene, "includes")
        own = next(
            made
            for made in generated_data_sets(placements(includes, case.subject.application.module_names), case.seed)
            if made.name == "typical"
        )
        there = {file.path for file in data_set.files}
        source.seed(
            msgspec.structs.replace(
                own, files=tuple(file for file in own.files if file.path not in there), directories=()
            )
            if data_set.files
            else own
        )
    before = files_of(source.tree())
    made = source.backup(SessionOptions(scene=scene))
    if not made.succeeded or made.archive is None:
        words, position = blamed(source, made)
        case.fail(f"in scene '{scene}' the backup ends with {described(made)}{words}", position=position)
    content = content_of(made.archive)
    case.require(
        bool(content) or data_set.must_survive or not data_set.files,
        f"scene '{scene}' takes nothing: {why_nothing(config, scene)}",
    )
    staged = {data for path, data in content.items() if path not in before}
    owed = {
        path: node
        for path, node in before.items()
        if node.content and (content.get(path) == node.content or node.content in staged)
    }
    target, result = round_trip(case, made.archive)
    if not result.succeeded:
        words, position = blamed(target, result)
        case.fail(
            f"what was backed up in scene '{scene}' cannot be restored: {described(result)}{words}", position=position
        )
    missing = lost(owed, target.tree())
    case.require(
        not missing,
        f"{len(missing)} of {len(owed)} files that scene '{scene}' backs up do not come back",
        differences=missing,
    )


def why_nothing(config: BackupConfig, scene: str) -> str:
    lists = config.option_dir(scene, "includes")
    if not lists:
        return "its element has no array called 'includes', and the lists at the top do not count in a scene"
    return f"no file is where its includes look ({', '.join(lists[:3])})"


@pytest.mark.requirement("CLN-003")
def test_a_compatible_folder_arrives_where_the_mapping_says(case: Case, typical: DataSet) -> None:
    config = config_of(case)
    written = config.root.get("compatibleDirMapping") if isinstance(config.root, dict) else None
    if not isinstance(written, list) or not written:
        case.not_applicable("the configuration has no compatibleDirMapping")
    mapping = config.compatible_dir_mapping
    case.require(
        len(mapping) == len(written),
        f"only {len(mapping)} of {len(written)} elements of compatibleDirMapping count: each needs the texts backupDir "
        f"and restoreDir without '*' and '||||', each restoreDir once, and there may be {MAPPING_LIMIT} of them",
    )
    made = plain_backup(case, typical)
    archive_from(case, made.result)
    answers = [call for call in made.trial.settled(made.result, "onBackupEx") if call.outcome != "missing"]
    case.require(
        bool(answers), "no mapping is ever used: only the answer of onBackupEx switches one on, and there is none"
    )
    enabled = parse_backup_ex_answer(answers[-1].value).enabled_directories
    if not enabled:
        case.not_applicable("onBackupEx switches no mapping on in an ordinary backup")
    for restore_dir in sorted(enabled):
        require_mapping(case, config, restore_dir)


def require_mapping(case: Case, config: BackupConfig, restore_dir: str) -> None:
    backup_dir = config.compatible_dir_mapping.get(restore_dir)
    if backup_dir is None:
        case.fail(f"onBackupEx answers with '{restore_dir}', which is no restoreDir of compatibleDirMapping")
    case.require(
        restore_dir in config.includes,
        f"the mapping to '{restore_dir}' is not used: includes has to name it in the very same spelling "
        f"(it has {', '.join(config.includes[:3])})",
    )
    source = case.device()
    content = b"lies in the other folder\n"
    source.write(f"/{backup_dir.strip('/')}/mapped.txt", content)
    owed = f"/{restore_dir.strip('/')}/mapped.txt"
    made = source.backup()
    archive = archive_from(case, made)
    case.require(
        content_of(archive).get(owed) == content,
        f"a file in {backup_dir} does not get into the backup as {owed}",
    )
    target, result = round_trip(case, archive)
    if not result.succeeded:
        words, position = blamed(target, result)
        case.fail(f"the restore of a mapped folder ends with {described(result)}{words}", position=position)
    case.require(
        target.exists(owed) and target.read(owed) == content,
        f"a file of {backup_dir} does not arrive as {owed}",
    )
