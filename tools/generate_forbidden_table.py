"""Generates emulator/modules/forbidden.json: the modules that a backup extension shall not refer to.

    python tools/generate_forbidden_table.py PAGE COMMIT ABILITY_RUNTIME [--output FILE]

PAGE is openharmony/docs en/application-dev/reference/apis-core-file-kit/js-apis-application-backupExtensionAbility.md
of COMMIT, whose appendix names them; ABILITY_RUNTIME is a checkout or mirror of openharmony/ability_ability_runtime,
whose extension_blocklist_config.json a device carries. Entries that are no module (UIAbilityContext, a type) and
misspelt ones are left out.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

from declarations import MODULES_FOLDER, Tree

BLOCKLIST = "frameworks/native/ability/native/etc/extension_blocklist_config.json"
EXTENSION = "BackupExtension"
LINK = re.compile(r"\[(@ohos\.[\w.]+)")


def documented(page: str) -> set[str]:
    """The modules that the page's appendix names."""
    return set(LINK.findall(page.partition("## Appendix")[2]))


def listed(configuration: str) -> set[str]:
    """The modules of the device's own list."""
    return {f"@ohos.{name}" for name in json.loads(configuration)["blocklist"][EXTENSION]}


def table(page: str, configuration: str, known: set[str]) -> dict[str, list[str]]:
    return {
        "documented": sorted(documented(page) & known),
        "listed": sorted(listed(configuration) & known),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page", type=Path)
    parser.add_argument("commit")
    parser.add_argument("ability_runtime", type=Path)
    parser.add_argument("--output", type=Path, default=MODULES_FOLDER / "forbidden.json")
    options = parser.parse_args()
    tree = Tree(options.ability_runtime)
    known = set(json.loads((MODULES_FOLDER / "apis.json").read_text(encoding="utf-8"))["modules"])
    content = {
        "sources": [f"openharmony/docs {options.commit}", f"openharmony/ability_ability_runtime {tree.revision()}"],
        **table(options.page.read_text(encoding="utf-8"), tree.text(BLOCKLIST), known),
    }
    options.output.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
