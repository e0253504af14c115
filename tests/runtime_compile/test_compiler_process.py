"""The compiler's cache and its process: started when needed, gone when done, never in the way."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from ohos_backup.emulator.runtime.arkts.compile_cache import CompileCache
from ohos_backup.emulator.runtime.arkts.compiler import ArkTSCompiler, CompilerBroken

TEXT = b"import { a } from './a';\nexport const b: number = a;\n"


@pytest.fixture
def cache(tmp_path: Path, toolchain: Path) -> CompileCache:
    assert toolchain.is_file()
    return CompileCache(tmp_path / "compiled")


def test_what_was_compiled_once_needs_no_node(cache: CompileCache) -> None:
    with ArkTSCompiler(cache) as cold:
        first = cold.compile("ets", TEXT)
        assert cold.started
    with ArkTSCompiler(cache) as warm:
        assert warm.compile("ets", TEXT) == first
        assert not warm.started


def test_kind_and_text_are_part_of_what_is_cached(cache: CompileCache) -> None:
    with ArkTSCompiler(cache) as compiler:
        compiler.compile("ets", TEXT)
    assert cache.find("ets", TEXT) is not None
    assert cache.find("ts", TEXT) is None
    assert cache.find("ets", TEXT + b" ") is None


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 100])
def test_a_damaged_entry_is_written_again(cache: CompileCache, tmp_path: Path, damage: bytes) -> None:
    with ArkTSCompiler(cache) as compiler:
        first = compiler.compile("ets", TEXT)
        (entry,) = (file for file in (tmp_path / "compiled").rglob("*") if file.is_file())
        whole = entry.read_bytes()
        entry.write_bytes(damage)
        assert cache.find("ets", TEXT) is None
        assert compiler.compile("ets", TEXT) == first
        assert entry.read_bytes() == whole


def test_an_entry_with_one_bit_turned_counts_as_absent(cache: CompileCache, tmp_path: Path) -> None:
    with ArkTSCompiler(cache) as compiler:
        compiler.compile("ets", TEXT)
    (entry,) = (file for file in (tmp_path / "compiled").rglob("*") if file.is_file())
    content = bytearray(entry.read_bytes())
    content[-1] ^= 1
    entry.write_bytes(content)
    assert cache.find("ets", TEXT) is None


def test_one_process_serves_many_texts_and_survives_bad_ones(cache: CompileCache) -> None:
    with ArkTSCompiler(cache) as compiler:
        assert compiler.compile("ets", b"class {").complaints
        assert not compiler.compile("ets", "export const s = `é\u2028\U0001f600`;".encode()).complaints
        assert not compiler.compile("ts", b"\xef\xbb\xbfexport const bom = 1;").complaints
        assert not compiler.compile("js", b"// \xff\xfe is not UTF-8").complaints
        assert not compiler.compile("ets", b"").complaints
        assert compiler.compile("ets", b"import a from '\\ud83d'; a();").imports[0].specifier == "\ufffd"


def test_the_same_text_compiles_to_the_same_bytes(tmp_path: Path, toolchain: Path) -> None:
    results = []
    for name in "ab":
        with ArkTSCompiler(CompileCache(tmp_path / name)) as compiler:
            results.append(compiler.compile("ets", TEXT))
    assert results[0] == results[1]


def test_a_compiler_process_that_dies_is_told_and_the_next_text_starts_another(cache: CompileCache) -> None:
    with ArkTSCompiler(cache) as compiler:
        compiler.compile("ets", TEXT)
        os.kill(compiler.process_id, signal.SIGKILL)
        with pytest.raises(CompilerBroken, match="ended unexpectedly"):
            compiler.compile("ets", b"export const next = 1;")
        assert not compiler.compile("ets", b"export const next = 1;").complaints
