"""Builds wheel and sdist, compares them with the checkout, and uses the installed command from another folder."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
FOLDERS = ("emulator", "harness", "conformance", "reports", "fixtures")

SAMPLE = {
    "AppScope/app.json5": '{"app": {"bundleName": "com.example.sample", "versionCode": 1, "versionName": "1.0.0"}}',
    "build-profile.json5": '{"app": {"products": [{"name": "default", "compatibleSdkVersion": "5.0.0(12)"}]},'
    ' "modules": [{"name": "entry", "srcPath": "./entry"}]}',
    "entry/src/main/module.json5": '{"module": {"name": "entry", "type": "entry", "extensionAbilities": [{'
    '"name": "EntryBackupAbility", "type": "backup", "srcEntry": "./ets/EntryBackupAbility.ets", "exported": false,'
    ' "metadata": [{"name": "ohos.extension.backup", "resource": "$profile:backup_config"}]}]}}',
    "entry/src/main/resources/base/profile/backup_config.json": '{"allowToBackupRestore": true}',
    "entry/src/main/ets/EntryBackupAbility.ets": """
import { BackupExtensionAbility, BundleVersion } from '@kit.CoreFileKit';

export default class EntryBackupAbility extends BackupExtensionAbility {
  async onBackup() {}

  async onRestore(bundleVersion: BundleVersion) {}
}
""",
}


def main() -> int:
    work = Path(sys.argv[1]).resolve()
    work.mkdir(parents=True, exist_ok=True)
    build = [sys.executable, "-m", "build", "--outdir", str(work / "dist"), str(CHECKOUT)]
    built = subprocess.run(build, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if built.returncode != 0:
        print(built.stdout)
        return 1
    (wheel,) = (work / "dist").glob("*.whl")
    (sdist,) = (work / "dist").glob("*.tar.gz")
    problems = missing_files(wheel, sdist)
    if problems:
        print("not in the distributions:", *problems, sep="\n  ")
        return 1
    return use_outside_the_checkout(wheel, work)


def missing_files(wheel: Path, sdist: Path) -> list[str]:
    """Files of the five folders that git tracks but a distribution lacks."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *FOLDERS], cwd=CHECKOUT, check=True, capture_output=True, text=True
    )
    tracked = [name for name in listed.stdout.split("\0") if name]
    with zipfile.ZipFile(wheel) as archive:
        in_wheel = set(archive.namelist())
    with tarfile.open(sdist) as archive:
        in_sdist = {name.partition("/")[2] for name in archive.getnames()}
    print(f"{len(tracked)} tracked files, {len(in_wheel)} in the wheel, {len(in_sdist)} in the sdist")
    return [f"wheel: {name}" for name in tracked if f"ohos_backup/{name}" not in in_wheel] + [
        f"sdist: {name}" for name in tracked if name not in in_sdist
    ]


def use_outside_the_checkout(wheel: Path, work: Path) -> int:
    environment = work / "clean"
    venv.create(environment, clear=True, with_pip=True)
    subprocess.run([environment / "bin" / "python", "-m", "pip", "install", "--quiet", wheel], check=True)
    outside = work / "outside"
    for name, text in SAMPLE.items():
        path = outside / "Sample" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    command = environment / "bin" / "ohos-backup"
    clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    for arguments in (["--version"], ["list"], ["check", "Sample"]):
        print("$ ohos-backup", *arguments, flush=True)
        ended = subprocess.run([command, *arguments], cwd=outside, env=clean, check=False)
        if ended.returncode != 0:
            print(f"ohos-backup {' '.join(arguments)} ended with {ended.returncode}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
