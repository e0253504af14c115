"""Backup plus restore through the service, against Python's tarfile packing and unpacking the same tree on disk.

Each measurement runs in a process of its own, so that peaks of memory are its own. Times are seconds of the processor,
so that other work on the machine does not count; the wall clock is told beside them.
10,000 small files: at most 8 x tarfile. 100,000: at most 11 x the time of 10,000 and under 3 GB in all.
1 GiB of big files: at most 300 MB above what the device held before.
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

from backup_device import FILES, installed

MOST_TIMES_TARFILE = 8.0
MOST_TIMES_TEN_THOUSAND = 11.0
MOST_MEMORY_MB = 3000.0
MOST_ABOVE_STORED_MB = 300.0
SMALL = 10_000
MANY = 100_000
BIG_FILES = 16
BIG_SIZE = 64 * 1024 * 1024
FOLDER_SIZE = 100
REPEATS = 3


def tree(count: int) -> dict[str, bytes]:
    """``count`` files of 100 B to 20 KB in folders of a hundred, the same each time."""
    source = random.Random(1)
    return {
        f"d{number // FOLDER_SIZE:04d}/f{number:06d}.bin": source.randbytes(source.randint(100, 20_000))
        for number in range(count)
    }


def tarfile_seconds(files: dict[str, bytes], repeats: int = REPEATS) -> float:
    """The best time to pack ``files`` from disk and to unpack them to another folder."""
    times: list[float] = []
    for _ in range(repeats):
        with tempfile.TemporaryDirectory() as folder:
            source, archive, target = Path(folder, "source"), Path(folder, "a.tar"), Path(folder, "target")
            for name, content in files.items():
                path = source / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            begin = time.process_time()
            with tarfile.open(archive, "w") as tar:
                tar.add(source, arcname="source")
            with tarfile.open(archive) as tar:
                tar.extraction_filter = getattr(tarfile, "tar_filter", None)
                tar.extractall(target)
            times.append(time.process_time() - begin)
    return min(times)


def round_trip(files: dict[str, bytes]) -> dict[str, float]:
    """Back ``files`` up on one device and restore them on another: seconds, and megabytes before and at the peak."""
    device, bundle = installed()
    for folder in sorted({name.rpartition("/")[0] for name in files}):
        bundle.files.make_directories(f"{FILES}/{folder}")
    for name, content in files.items():
        bundle.files.write_file(f"{FILES}/{name}", content)
    new_device, new_bundle = installed()
    before = _resident_mb()
    wall = time.perf_counter()
    begin = time.process_time()
    backed_up = device.backup_service.backup(bundle)
    middle = time.process_time()
    assert backed_up.succeeded, backed_up.message
    restored = new_device.backup_service.restore(new_bundle, backed_up.archive)
    end = time.process_time()
    wall = time.perf_counter() - wall
    assert restored.succeeded, restored.message
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for name, content in files.items():
        assert new_bundle.files.read_file(f"{FILES}/{name}") == content, name
    return {"backup": middle - begin, "restore": end - middle, "wall": wall, "before": before, "peak": peak}


def measure(case: str) -> dict[str, float]:
    """Run one case in a process of its own."""
    ended = subprocess.run([sys.executable, __file__, case], stdout=subprocess.PIPE, check=True)
    return json.loads(ended.stdout)


def run_case(case: str) -> dict[str, float]:
    if case == "tarfile":
        return {"tarfile": tarfile_seconds(tree(SMALL))}
    if case == "big":
        return round_trip({f"film{number}.mp4": os.urandom(BIG_SIZE) for number in range(BIG_FILES)})
    return round_trip(tree(int(case)))


def report() -> int:
    small = sorted((measure(str(SMALL)) for _ in range(REPEATS)), key=_total)[REPEATS // 2]
    baseline = measure("tarfile")["tarfile"]
    many, big = measure(str(MANY)), measure("big")
    results = [
        ("10,000 files against tarfile", _total(small) / baseline, MOST_TIMES_TARFILE, "x"),
        ("100,000 files against 10,000", _total(many) / _total(small), MOST_TIMES_TEN_THOUSAND, "x"),
        ("100,000 files, peak memory", many["peak"], MOST_MEMORY_MB, "MB"),
        ("1 GiB of big files, above what was stored", big["peak"] - big["before"], MOST_ABOVE_STORED_MB, "MB"),
    ]
    print(f"tarfile, 10,000 files             {baseline:7.2f} s")
    for name, case in (("10,000 files", small), ("100,000 files", many), ("1 GiB of big files", big)):
        times = f"backup {case['backup']:7.2f} s, restore {case['restore']:7.2f} s, wall {case['wall']:7.2f} s"
        print(f"{name:<20} {times}, peak {case['peak']:.0f} MB")
    for name, value, most, unit in results:
        print(f"{name:<42} {value:8.1f} {unit:<2} (at most {most:g}){'' if value <= most else '  MISSED'}")
    return 0 if all(value <= most for _, value, most, _ in results) else 1


def _total(case: dict[str, float]) -> float:
    return case["backup"] + case["restore"]


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1024**2


def main() -> int:
    if len(sys.argv) > 1:
        print(json.dumps(run_case(sys.argv[1])))
        return 0
    return report()


if __name__ == "__main__":
    sys.exit(main())
