"""Start of an extension in a fresh realm against a bare vm context that evaluates the same code: at most 3 x."""

from __future__ import annotations

import json
import statistics
import sys
import time

from realm_device import BareNode, environment, host

MOST = 3.0
ROUNDS = 200
WARM_UP = 40
METHODS = "\n".join(f"  step{number}(value) {{ return value + {number}; }}" for number in range(100))
CODE = f"""
class Backup {{
{METHODS}
  onBackup() {{ return this.step1(1); }}
}}
exports.default = Backup;
"""


def bare(node: BareNode, rounds: int) -> list[float]:
    node.order(do="contexts", code=CODE, count=rounds)
    return [nanoseconds / 1e6 for nanoseconds in json.loads(node.output.readline())]


def ours(rounds: int) -> list[float]:
    extension = host(CODE)
    times: list[float] = []
    for _ in range(rounds):
        begin = time.perf_counter()
        process = extension.start(environment())
        assert process.load() is None
        times.append((time.perf_counter() - begin) * 1e3)
        process.close()
    return times


def main() -> int:
    node = BareNode()
    bare_times: list[float] = []
    our_times: list[float] = []
    ours(WARM_UP)
    bare(node, WARM_UP)
    for _ in range(4):
        bare_times += bare(node, ROUNDS // 4)
        our_times += ours(ROUNDS // 4)
    node.close()
    bare_ms, our_ms = statistics.median(bare_times), statistics.median(our_times)
    ratio = our_ms / bare_ms
    print(f"bare context {bare_ms:.3f} ms, extension start {our_ms:.3f} ms, ratio {ratio:.2f} (at most {MOST:g})")
    return 0 if ratio <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
