"""VER-004 holds an app to what its team wrote down about backups of a newer version."""

from __future__ import annotations

from pathlib import Path

import pytest
from ohos_backup.harness.run.options import SuiteOptions
from ohos_backup.harness.run.suite_run import suite_results

pytestmark = pytest.mark.matrix

EXTENSION = """
from ohos_backup.emulator.runtime.python import BackupExtensionAbility


class Keeper(BackupExtensionAbility):
    def onBackup(self):
        pass

    def onRestore(self, bundleVersion):
        if {refuses} and bundleVersion.code > 1_000_000:
            raise ValueError("newer than this app")
"""


@pytest.mark.parametrize(
    ("refuses", "policy", "said"),
    [
        (True, '[policy]\ndowngrade = "refused"\n', ""),
        (True, '[policy]\ndowngrade = "handled"\n', "but ohos-backup.toml says that such data is handled"),
        (True, "", ""),
        (False, '[policy]\ndowngrade = "refused"\n', "but ohos-backup.toml says that such data is refused"),
        (False, '[policy]\ndowngrade = "handled"\n', ""),
        (False, "", ""),
    ],
)
def test_what_the_team_decided_is_held_against_the_app(
    tmp_path: Path, *, refuses: bool, policy: str, said: str
) -> None:
    file = tmp_path / "keeper.py"
    file.write_text(EXTENSION.format(refuses=refuses), encoding="utf-8")
    (tmp_path / "ohos-backup.toml").write_text(policy, encoding="utf-8")

    results = suite_results(SuiteOptions(address=f"{file}:Keeper", cases=("VER-004",)))

    (found,) = results.requirements
    assert found.outcome == ("warn" if said else "pass"), found.reason
    assert said in found.reason
