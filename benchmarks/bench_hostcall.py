"""A host call without file work against a bare pipe echo between Node.js and Python: at most 2 x."""

from __future__ import annotations

import os
import statistics
import sys
import time

from realm_device import BareNode, environment, host

MOST = 2.0
CALLS = 250
REPEATS = 60
WARM_UP = 20
CODE = """
const { echo } = require('@ohos.echo');
exports.default = class {
  onBackup(count) { for (let index = 0; index < count; index++) echo('value'); }
};
"""
FRAME_SIZE = 48
"""About as many bytes as the host call and its reply have."""


def bare(node: BareNode) -> float:
    """Seconds for each round trip that Node.js starts and Python answers, as in a host call."""
    node.order(do="ping", size=FRAME_SIZE, count=CALLS)
    source, target = node.output.fileno(), node.input.fileno()
    begin = time.perf_counter()
    for _ in range(CALLS):
        os.write(target, os.read(source, 1 << 16))
    return (time.perf_counter() - begin) / CALLS


def on_one_processor() -> None:
    """Keep both pairs of processes on one processor: waking a process on another one costs several times the call, and
    the system's scheduler would decide by chance which of the two pairs pays for that."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def main() -> int:
    on_one_processor()
    node = BareNode()
    process = host(CODE).start(environment())
    assert process.load() is None
    bare_times: list[float] = []
    our_times: list[float] = []
    for repeat in range(REPEATS + WARM_UP):
        bare_time = bare(node)
        begin = time.perf_counter()
        call, _ = process.call("onBackup", (CALLS,))
        our_time = (time.perf_counter() - begin) / CALLS
        assert call.state == "returned", call
        if repeat >= WARM_UP:
            bare_times.append(bare_time)
            our_times.append(our_time)
    process.close()
    node.close()
    bare_us, our_us = (statistics.median(times) * 1e6 for times in (bare_times, our_times))
    ratio = our_us / bare_us
    print(f"bare echo {bare_us:.1f} us, host call {our_us:.1f} us, ratio {ratio:.2f} (at most {MOST:g})")
    return 0 if ratio <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
