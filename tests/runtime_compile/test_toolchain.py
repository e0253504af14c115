"""The compiler is fetched once, checked, and every way this can fail is told plainly."""

from __future__ import annotations

import base64
import hashlib
import io
import multiprocessing
import os
import sys
import tarfile
from pathlib import Path

import pytest
from ohos_backup.emulator.errors import OhosBackupError
from ohos_backup.emulator.runtime.arkts import toolchain
from ohos_backup.emulator.runtime.arkts.cache import CacheUnwritable
from ohos_backup.emulator.runtime.arkts.toolchain import (
    ToolchainCorrupt,
    ToolchainDirectoryWrong,
    ToolchainUnavailable,
    compiler_script,
    install,
)

SCRIPT = b"module.exports = {};\n"

FAKE_NPM = """
import shutil, sys
from pathlib import Path
here = Path(__file__).parent
with (here / "calls").open("a") as calls:
    calls.write("pack\\n")
package = here / "package.tgz"
if not package.exists():
    sys.exit("npm error code ENOTFOUND\\nnpm error network request failed, reason: getaddrinfo ENOTFOUND\\n"
             "npm error A complete log of this run can be found in: somewhere")
shutil.copy(package, Path(sys.argv[sys.argv.index("--pack-destination") + 1]) / "package.tgz")
"""


class Npm:
    """A stand-in for npm and a package of our own, pinned in place of the real one."""

    def __init__(self, place: Path) -> None:
        self.place = place
        place.mkdir()
        (place / "npm.py").write_text(FAKE_NPM)
        self.package = self._pack()
        (place / "package.tgz").write_bytes(self.package)

    def install_into(self, patch: pytest.MonkeyPatch) -> None:
        patch.setattr(toolchain, "npm_command", lambda: (sys.executable, str(self.place / "npm.py")))
        digest = base64.b64encode(hashlib.sha512(self.package).digest()).decode()
        patch.setattr(toolchain, "INTEGRITY", f"sha512-{digest}")
        patch.setattr(toolchain, "COMPILER_SHA256", hashlib.sha256(SCRIPT).hexdigest())

    @property
    def calls(self) -> int:
        calls = self.place / "calls"
        return len(calls.read_text().splitlines()) if calls.exists() else 0

    def go_offline(self) -> None:
        (self.place / "package.tgz").unlink()

    def _pack(self) -> bytes:
        stream = io.BytesIO()
        with tarfile.open(fileobj=stream, mode="w:gz") as archive:
            for name in ("LICENSE", "ThirdPartyNoticeText.txt", "lib/typescript.js", "lib/tsc.js"):
                member = tarfile.TarInfo(f"package/{name}")
                member.size = len(SCRIPT)
                archive.addfile(member, io.BytesIO(SCRIPT))
        return stream.getvalue()


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Npm:
    npm = Npm(tmp_path / "npm")
    npm.install_into(monkeypatch)
    monkeypatch.setenv("OHOS_BACKUP_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("OHOS_BACKUP_TOOLCHAIN", raising=False)
    return npm


def test_the_first_use_fetches_with_one_line_of_progress_and_the_next_does_nothing(npm: Npm) -> None:
    told: list[str] = []
    script = compiler_script(told.append)
    assert script.read_bytes() == SCRIPT
    assert len(told) == 1
    assert compiler_script(told.append) == script
    assert (npm.calls, len(told)) == (1, 1)


def test_only_the_script_and_its_licences_are_kept(npm: Npm) -> None:
    home = compiler_script(lambda _: None).parent
    kept = {file.name for file in home.iterdir() if not file.name.startswith(".")}
    assert kept == {"typescript.js", "LICENSE", "ThirdPartyNoticeText.txt"}


def test_progress_goes_to_standard_error(npm: Npm, capsys: pytest.CaptureFixture[str]) -> None:
    compiler_script()
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("Fetching the ArkTS compiler (ohos-typescript 4.9.5-r10, once)")


def test_no_network_on_first_use_says_what_npm_said_and_how_to_work_without(npm: Npm) -> None:
    npm.go_offline()
    with pytest.raises(ToolchainUnavailable) as caught:
        compiler_script(lambda _: None)
    assert "network request failed, reason: getaddrinfo ENOTFOUND" in caught.value.what
    assert "toolchain install --dir" in str(caught.value)
    assert "OHOS_BACKUP_TOOLCHAIN" in str(caught.value)


def test_a_damaged_compiler_is_fetched_again(npm: Npm) -> None:
    told: list[str] = []
    script = compiler_script(told.append)
    script.write_bytes(SCRIPT[:-3])
    assert compiler_script(told.append).read_bytes() == SCRIPT
    assert "the copy in the cache is damaged" in told[1]


def test_a_damaged_compiler_without_network_is_an_error_and_stays_unused(npm: Npm) -> None:
    compiler_script(lambda _: None).write_bytes(b"damaged")
    npm.go_offline()
    with pytest.raises(ToolchainUnavailable):
        compiler_script(lambda _: None)


def test_a_package_with_other_content_is_refused_and_nothing_is_kept(npm: Npm) -> None:
    (npm.place / "package.tgz").write_bytes(npm.package + b"x")
    with pytest.raises(ToolchainCorrupt, match="wrong content"):
        compiler_script(lambda _: None)
    assert not list((npm.place.parent / "cache").rglob("typescript.js"))


def test_a_cache_that_is_a_file_is_told_with_the_variable_that_moves_it(
    npm: Npm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("OHOS_BACKUP_CACHE", str(tmp_path / "file"))
    with pytest.raises(CacheUnwritable, match="OHOS_BACKUP_CACHE"):
        compiler_script(lambda _: None)


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_an_unwritable_cache_is_told(npm: Npm, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir(mode=0o500)
    with pytest.raises(CacheUnwritable, match="Permission denied"):
        compiler_script(lambda _: None)


def test_a_prefetched_folder_needs_no_npm(npm: Npm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    carried = tmp_path / "carried"
    install(carried, lambda _: None)
    npm.go_offline()
    monkeypatch.setenv("OHOS_BACKUP_TOOLCHAIN", str(carried))
    assert compiler_script() == carried / "typescript.js"
    assert npm.calls == 1


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "there is no typescript.js"),
        ({"typescript.js": "other"}, "holds another or a damaged compiler, not ohos-typescript 4.9.5-r10"),
        (
            {"lib/typescript.js": "other", "package.json": '{"name": "ohos-typescript", "version": "4.9.5-r4"}'},
            "holds ohos-typescript 4.9.5-r4, not ohos-typescript 4.9.5-r10",
        ),
    ],
)
def test_a_prefetched_folder_with_something_else_is_told(
    npm: Npm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str], message: str
) -> None:
    for name, text in files.items():
        file = tmp_path / "carried" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    monkeypatch.setenv("OHOS_BACKUP_TOOLCHAIN", str(tmp_path / "carried"))
    with pytest.raises(ToolchainDirectoryWrong) as caught:
        compiler_script()
    assert message in str(caught.value)


def test_errors_have_their_own_codes() -> None:
    family: list[type[OhosBackupError]] = [
        ToolchainUnavailable, ToolchainCorrupt, ToolchainDirectoryWrong, CacheUnwritable,
    ]  # fmt: skip
    assert len({error.code for error in family}) == len(family)


def _fetch_in_another_process(npm_place: str, cache: str) -> None:
    os.environ["OHOS_BACKUP_CACHE"] = cache
    npm = Npm.__new__(Npm)
    npm.place = Path(npm_place)
    npm.package = (npm.place / "package.tgz").read_bytes()
    with pytest.MonkeyPatch.context() as patch:
        npm.install_into(patch)
        assert compiler_script(lambda _: None).read_bytes() == SCRIPT


def test_eight_processes_at_once_fetch_once(npm: Npm, tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    arguments = (str(npm.place), str(tmp_path / "cache"))
    processes = [context.Process(target=_fetch_in_another_process, args=arguments) for _ in range(8)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * 8
    assert npm.calls == 1


def test_the_real_compiler_is_the_pinned_one(toolchain: Path) -> None:
    assert toolchain.name == "typescript.js"
    assert toolchain.stat().st_size > 5_000_000
