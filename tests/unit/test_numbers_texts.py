"""Every error code of numbers, NIK and catalogue has its words in both languages, with its arguments."""

from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path

import pytest

from desktop.domain.errors import UserError
from desktop.office.catalogue_file import parse_catalogue

ROOT = Path(__file__).parents[2]
TEXTS = tomllib.loads((ROOT / "resources" / "translations" / "errors.toml").read_text(encoding="utf-8"))
SOURCES = [
    *(ROOT / "desktop" / "domain" / "catalogue").glob("*.py"),
    ROOT / "desktop" / "domain" / "numbers.py",
    ROOT / "desktop" / "domain" / "nik.py",
    ROOT / "desktop" / "office" / "catalogue_file.py",
]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_code_in_the_source_has_a_text_and_every_text_a_code() -> None:
    found: set[str] = set()
    for source in SOURCES:
        found |= set(
            re.findall(r'"((?:number|nik|catalogue)\.[a-z0-9_]+)"', source.read_text(encoding="utf-8"))
        )
    assert len(found) > 40
    # These two are words around an argument of other errors.
    assert found == set(TEXTS) - {"number.likely", "nik.suggestion"}


def test_both_languages_take_the_same_arguments() -> None:
    for code, text in TEXTS.items():
        assert set(text) == {"id", "en"}, code
        assert placeholders(text["id"]) == placeholders(text["en"]), code
        assert text["id"] != text["en"], code


def test_catalogue_problems_carry_all_that_their_texts_name() -> None:
    with pytest.raises(UserError) as caught:
        parse_catalogue(b"format: loket-catalogue-1\ncolour: red\n", file="a.yaml")
    problems = caught.value.details["problems"]
    assert isinstance(problems, list)
    assert len(problems) == 5
    for one in problems:
        assert isinstance(one, dict)
        words = TEXTS[str(one["problem"])]["id"].format_map(one)
        assert "a.yaml, baris " in words
        assert str(one["field"]) in words
    assert "a.yaml" in TEXTS[caught.value.code]["en"].format_map(caught.value.details)
