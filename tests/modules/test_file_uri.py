"""FileUri (filemanagement_app_file_service interfaces/kits/js/file_uri)."""

from __future__ import annotations

import pytest

URI = "const { FileUri } = require('@ohos.file.fileuri').default; const of = (text) => new FileUri(text);"


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        (
            "of('/data/storage/el2/base/files/a b').toString()",
            "file://com.example.notes/data/storage/el2/base/files/a%20b",
        ),
        ("of('file://com.example.notes/d/a%20b').path", "/d/a b"),
        ("of('file://com.example.notes/d/a%20b').name", "a b"),
        (
            "[of('file://docs/a').scheme, of('file://docs/a').authority, of('file://docs/a').host]",
            ["file", "docs", "docs"],
        ),
        ("of('file://me@docs:80/a?b=1#c').userInfo", "me"),
        ("of('file://me@docs:80/a?b=1#c').port", "80"),
        ("of('file://docs/a').port", "-1"),
        ("of('file://docs/a?b=1#c').query", "b=1"),
        ("of('file://docs/a?b=1#c').fragment", "c"),
        ("of('file://docs/a?b=1#c').ssp", "//docs/a?b=1"),
        ("of('file://docs/a/./b/../c//d').normalize().toString()", "file://docs/a/c/d"),
        ("of('file://docs/a').equalsTo(of('file://docs/a'))", True),
        ("of('file://docs/a').equals(of('file://docs/b'))", False),
        ("of('/work').checkIsAbsolute()", True),
        ("of('file://docs/a?networkid=1').isRemoteUri()", True),
        ("of('/work').getFullDirectoryUri()", "file://com.example.notes/work"),
    ],
)
def test_a_file_uri_answers(realm, expression: str, value: object) -> None:
    assert realm.run(URI + f"return {expression};") == value


def test_the_directory_of_a_missing_file_is_an_error(realm) -> None:
    assert realm.code(URI + "of('/work/none').getFullDirectoryUri();") == 13900002
