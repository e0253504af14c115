"""The tool that runs guides' code: a page of our own, with what guides have."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.matrix

TOOL = Path(__file__).parents[2] / "tools" / "documentation_samples.py"
PAGE = """
# A page

```ts
1. import { fileIo } from '@kit.CoreFileKit';
2. import { common } from '@kit.AbilityKit';

4. function note(context: common.Context): void {
5. const file = fileIo.openSync(context.filesDir + '/note', fileIo.OpenMode.CREATE | fileIo.OpenMode.READ_WRITE);
6. fileIo.closeSync(file);
7. }
```

A method alone, which uses what came before:

```
async again(context: common.Context) {
  note(context);
  if (!fileIo.accessSync(context.filesDir + '/note')) { throw new Error('gone'); }
}
```

```ts
let picked = nowhere.pick();
```

```ts
fileIo.connectDfs('device', null);
```

```ts
console.error(`it failed with code ${13900002}`);
```

```ts
@Entry @Component struct Index { build() { } }
```

```json
{ "allowToBackupRestore": true }
```

```ts
let = is not code;
```

```ts
null.length;
```
"""
EXPECTED = [
    "ran",
    "ran",
    "a fragment: needs nowhere, which the page does not show",
    "not applicable: another device",
    "told an error: code 13900002",
    "not applicable: user interface",
    "not applicable: configuration",
    "does not compile",
    "threw",
]


def test_each_block_gets_its_outcome_and_none_of_its_text_is_written(tmp_path: Path) -> None:
    (tmp_path / "guides").mkdir()
    (tmp_path / "guides" / "page.md").write_text(PAGE)
    output = tmp_path / "out.md"
    done = subprocess.run(
        [sys.executable, str(TOOL), str(tmp_path / "guides"), "--output", str(output)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    written = output.read_text()
    rows = [line.split(" | ") for line in written.splitlines() if line.startswith("| ") and line.count("|") == 4]
    results = [row[2].removesuffix(" |") for row in rows if row[0].removeprefix("| ").isdigit()]
    assert [result[: len(expected)] for result, expected in zip(results, EXPECTED, strict=True)] == EXPECTED
    assert "`fileIo.openSync`, `fileIo.closeSync`" in written
    assert "openSync(context" not in written
