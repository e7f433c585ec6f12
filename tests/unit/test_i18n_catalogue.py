"""The committed words: complete in both languages, and every code that the program uses exists."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.ui.i18n import LANGUAGES, Texts
from desktop.ui.i18n.catalogue import Catalogue, Entry
from desktop.ui.resources import resource_path, resource_root

CATALOGUE = Catalogue(resource_path("translations"))
CODES = CATALOGUE.codes()
# Files whose entries are data of another shape than a sentence in two languages.
NOT_SENTENCES = {"voice"}
SENTENCES = {
    code: entry
    for area in CATALOGUE.areas()
    if area not in NOT_SENTENCES
    for code, entry in CATALOGUE._read(area).items()
}


def _forms(wording: object) -> list[str]:
    return list(wording.values()) if isinstance(wording, dict) else [str(wording)]


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_code_has_both_languages_with_the_same_placeholders(code: str) -> None:
    entry: Entry = SENTENCES[code]
    assert set(LANGUAGES) <= set(entry), f"{code} has {sorted(entry)}"
    wanted = set().union(*(_placeholders(form) for form in _forms(entry["id"])))
    for language in LANGUAGES:
        for form in _forms(entry[language]):
            assert form.strip(), f"{code} ({language}) is empty"
            got = _placeholders(form)
            # A singular form may leave its number out ("one person").
            assert got == wanted or got | {"count"} == wanted | {"count"}, f"{code} ({language})"
    if isinstance(entry["en"], dict):
        assert set(entry["en"]) == {"one", "other"}, code


@pytest.mark.parametrize("path", sorted(resource_path("translations").glob("*.toml")), ids=lambda p: p.name)
def test_no_toml_file_is_broken_or_spells_antrean_wrongly(path: Path) -> None:
    import tomllib

    text = path.read_text(encoding="utf-8")
    tomllib.loads(text)
    assert not re.search(r"\bantrian\b", text, re.IGNORECASE)


def test_no_code_stands_in_two_files() -> None:
    seen: dict[str, str] = {}
    for area in CATALOGUE.areas():
        for code in CATALOGUE._read(area):
            assert code not in seen, f"{code} in {area} and {seen[code]}"
            seen[code] = area


def used_codes(source: str) -> Iterator[tuple[int, str]]:
    """Yield (line, code) for every first argument of `.text("...")` and `text_code="..."` in a source."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr == "text" and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str) and "." in first.value:
                yield first.lineno, first.value


def _sources() -> list[Path]:
    return sorted((resource_root().parent / "desktop").rglob("*.py"))


def test_every_code_that_is_asked_for_exists() -> None:
    missing = []
    for path in _sources():
        for line, code in used_codes(path.read_text(encoding="utf-8")):
            if code not in CODES:
                missing.append(f"{path.name}:{line} {code}")
    assert not missing, "\n".join(missing)


def test_every_literal_with_an_areas_prefix_below_ui_exists() -> None:
    """Presenters and shells hold codes as plain literals: "shell.", "counter.", ... must have a text."""
    from desktop.ui.commands import COMMANDS

    ids = {command.id for command in COMMANDS}
    areas = set(CATALOGUE.areas()) - NOT_SENTENCES - {"qt"}
    pattern = re.compile(rf"(?:{'|'.join(sorted(areas))})\.[a-z][a-z0-9_.]*[a-z0-9]")
    loggers = {"loket"}
    missing = []
    for path in _sources():
        if "ui" not in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                value = node.value
                if not pattern.fullmatch(value) or value.split(".")[0] in loggers:
                    continue
                if value not in CODES and value not in ids and not _not_a_code(value):
                    missing.append(f"{path.name}:{node.lineno} {value}")
    assert not missing, "\n".join(missing)


def _not_a_code(value: str) -> bool:
    # Type roles share the kiosk's and the display's prefix; file names end in toml.
    from desktop.ui.theme.type import TYPE

    return value in TYPE or value.endswith(".toml") or value.startswith("print.")


def test_the_scan_finds_a_code() -> None:
    assert list(used_codes('x = texts.text("shell.nowhere", a=1)')) == [(1, "shell.nowhere")]


def test_qt_texts_are_answered_in_indonesian() -> None:
    texts = Texts("id", strict=True)
    assert texts.text("qt.&Copy") == "&Salin"
    assert texts.text("qt.Select All") == "Pilih semua"
