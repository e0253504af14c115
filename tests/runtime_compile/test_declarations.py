"""Where classes and their methods stand, as the compiler that reads them says."""

from __future__ import annotations

from typing import Any

import pytest

MAIN = """\
import { Base } from './base';
export default class Backup extends Base {
  private name: string = '';
  static helper(): void {}
  async onBackup(): Promise<void> {}
  onRestore = async (version: object): Promise<void> => {};
  onRelease = function (): void {};
  'onProcess'(): string { return ''; }
  abstractLike?: () => void;
}
class Backup2 { onBackup(): void {} }
"""
BASE = """\
export abstract class Base {
  abstract onBackup(): Promise<void>;
  getBackupInfo(): string { return ''; }
}
export class Backup { onlyHere(): void {} }
"""


@pytest.mark.parametrize(
    ("classes", "method", "place"),
    [
        (("Backup", "Base"), "", "main.ets:2:22"),
        (("Backup", "Base"), "onBackup", "main.ets:5:9"),
        (("Backup", "Base"), "onRestore", "main.ets:6:3"),
        (("Backup", "Base"), "onRelease", "main.ets:7:3"),
        (("Backup", "Base"), "onProcess", "main.ets:8:3"),
        (("Backup", "Base"), "getBackupInfo", "base.ets:3:3"),
        (("Base",), "onBackup", "None"),
        (("Backup",), "name", "None"),
        (("Backup",), "abstractLike", "None"),
        (("Backup2",), "onBackup", "main.ets:11:17"),
        (("Backup",), "onlyHere", "base.ets:5:23"),
        ((), "onBackup", "None"),
    ],
)
def test_a_method_is_found_in_the_nearest_class_that_has_it(
    project: Any, classes: tuple[str, ...], method: str, place: str
) -> None:
    project.write(main_ets=MAIN, base_ets=BASE)
    assert str(project.build().declared(classes, method)) == place


def test_a_class_without_a_name_is_that_of_the_entry(project: Any) -> None:
    project.write(main_ets="export default class {\n  onBackup(): void {}\n}\n")
    assert str(project.build().declared(("default_1",), "onBackup")) == "main.ets:2:3"
