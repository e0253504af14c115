"""Which processor a worker process runs on."""

from __future__ import annotations

import os


def keep_to_one_processor() -> None:
    """Give each worker a processor of its own when they need all there are.

    A worker and its Node.js take turns on whichever processor the worker happens to be (emulator/runtime/arkts/
    processor.py); two workers that happen to be on the same one would stay there together while another is idle.
    """
    if not hasattr(os, "sched_setaffinity"):
        return
    number = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
    count = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "0"))
    processors = sorted(os.sched_getaffinity(0))
    if number.isdecimal() and count == len(processors):
        os.sched_setaffinity(0, {processors[int(number) % count]})
