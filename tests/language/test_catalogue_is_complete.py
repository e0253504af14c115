"""Whatever the code can say is there in Chinese, and nothing else is."""

from __future__ import annotations

import importlib
import sys
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest
from ohos_backup.reports.language.template import names_in

ROOT = Path(__file__).parents[2]
FILE = ROOT / "reports" / "language" / "zh_CN.po"
UPDATE = "python tools/extract_messages.py --write"


@pytest.fixture(scope="module")
def messages() -> SimpleNamespace:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [str(ROOT / "tools"), *sys.path])
        collection = importlib.import_module("messages.collection").Collection(ROOT)
        file = importlib.import_module("messages.file")
    return SimpleNamespace(state=file.state_of(FILE, collection), entries=file.entries_of(FILE), found=collection.found)


def test_every_message_of_the_code_has_a_chinese_text(messages: SimpleNamespace) -> None:
    missing = [message.text for message in messages.state.missing]

    assert not missing, f"run '{UPDATE}' and write the Chinese texts of: {missing}"


def test_no_entry_is_kept_that_nothing_says_any_more(messages: SimpleNamespace) -> None:
    obsolete = [message.text for message in messages.state.obsolete]

    assert not obsolete, f"run '{UPDATE}', which drops: {obsolete}"


def test_a_translation_has_the_placeholders_of_its_template(messages: SimpleNamespace) -> None:
    wrong = [
        (message.text, translated)
        for message, translated in messages.entries.items()
        if Counter(names_in(message.text)) != Counter(names_in(translated))
    ]

    assert not wrong


def test_messages_of_every_kind_are_collected(messages: SimpleNamespace) -> None:
    texts = {message.text for message in messages.found}

    assert "Bring every file back on a fresh device, with the same content" in texts, "a requirement"
    assert "onBackupEx is not overridden" in texts, "a reason"
    assert "there is no module '{name}'" in texts, "an error"
    assert "DOES NOT CONFORM" in texts, "a fixed word"
    assert "Stop at the first case that fails a MUST." in texts, "an option's help"
    assert " and {count} more" in texts, "a part of a sentence"
    assert not any("parameter check failed" in text.lower() for text in texts), "what the device tells the app"
