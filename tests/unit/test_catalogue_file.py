"""Reading and writing catalogue files: taken whole or refused whole, with line, field and what is allowed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.catalogue import MAX_PROBLEMS, STATES, catalogue_from_plain, catalogue_to_plain
from desktop.domain.errors import EnvironmentFault, UserError
from desktop.office.catalogue_file import (
    LoadedYaml,
    check_loaded,
    dump_catalogue,
    load_yaml,
    parse_catalogue,
    read_catalogue,
    write_catalogue,
)

PRESETS = Path(__file__).parents[2] / "resources" / "catalogue"
SMALL = """\
format: loket-catalogue-1
agency:
  code: kantor
  name: {id: "Kantor", en: "Office"}
groups:
  - letter: A
    name: {id: "Surat", en: "Letters"}
    short: {id: "Surat", en: "Letters"}
procedures:
  loket:
    - {step: 1, state: ticket, actor: applicant, minutes: 1, label: {id: "Ambil nomor", en: "Take a number"}}
    - {step: 2, state: received, actor: front_office, minutes: 4, label: {id: "Diterima", en: "Received"}}
    - {step: 3, state: collected, actor: applicant, minutes: 1, label: {id: "Diambil", en: "Collected"}}
services:
  - code: SURAT
    group: A
    name: {id: "Surat keterangan", en: "Letter"}
    short: {id: "Surat keterangan", en: "Letter"}
    counter_minutes: 5
    promise: {value: 2, unit: hour}
    fee: {amount: 0}
    product: {id: "Surat", en: "Letter"}
    procedure: loket
    forms: ["F-1.01"]
    requirements:
      - id: ktp
        kind: copy
        label: {id: "Fotokopi KTP", en: "Copy of the ID card"}
        short: "Fotokopi KTP"
      - id: ktp
        kind: original_shown
        label: {id: "KTP asli", en: "ID card"}
        short: "KTP asli"
    conditions: []
    legal_basis: ["UU 24/2013"]
    appointment: false
    rt_notice: false
    verified: false
    sources: []
"""


def refused(text: str | bytes) -> dict[str, Any]:
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(UserError) as caught:
        parse_catalogue(data, file="kantor.yaml")
    error = caught.value
    assert error.code == "catalogue.invalid"
    assert error.details["file"] == "kantor.yaml"
    problems = error.details["problems"]
    assert isinstance(problems, list)
    assert 1 <= len(problems) <= MAX_PROBLEMS
    assert error.details["count"] == len(problems)
    return error.details


def changed(old: str, new: str) -> str:
    assert SMALL.count(old) >= 1
    return SMALL.replace(old, new, 1)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_the_small_catalogue_is_taken() -> None:
    catalogue = parse_catalogue(SMALL.encode(), file="kantor.yaml")
    assert catalogue.agency.code == "kantor"
    assert [one.kind for one in catalogue.services[0].requirements] == ["copy", "original_shown"]
    assert catalogue.services[0].requirements[0].copies == 1


@pytest.mark.parametrize(
    ("preset", "services", "requirements"),
    [("disdukcapil", 33, 156), ("dpmptsp", 4, 28), ("puskesmas", 4, 11)],
)
def test_a_preset_reads_and_survives_writing(
    preset: str, services: int, requirements: int, tmp_path: Path
) -> None:
    catalogue = read_catalogue(PRESETS / f"{preset}.yaml")
    assert catalogue.agency.code == preset
    assert len(catalogue.services) == services
    assert sum(len(service.requirements) for service in catalogue.services) == requirements
    write_catalogue(catalogue, tmp_path / "out.yaml")
    again = read_catalogue(tmp_path / "out.yaml")
    assert again == catalogue
    assert dump_catalogue(again) == (tmp_path / "out.yaml").read_text(encoding="utf-8")
    assert [one.name for one in tmp_path.iterdir()] == ["out.yaml"]


CASES = [
    ("code: SURAT", "code: surat", "services[surat].code", "catalogue.bad_form", "A-Z 0-9 - _ . (1 .. 40)"),
    ("    group: A", "    group: B", "services[SURAT].group", "catalogue.no_such_group", "A"),
    ("letter: A", "letter: AB", "groups[AB].letter", "catalogue.bad_form", "A .. Z"),
    ("letter: A", "letter: 1", "groups[1].letter", "catalogue.not_text", "A .. Z"),
    (
        "procedure: loket",
        "procedure: loke",
        "services[SURAT].procedure",
        "catalogue.no_such_procedure",
        "loket",
    ),
    (
        "unit: hour",
        "unit: day",
        "services[SURAT].promise.unit",
        "catalogue.not_listed",
        "minute, hour, working_day",
    ),
    ("value: 2", "value: 0", "services[SURAT].promise.value", "catalogue.out_of_range", "1 .. 1000"),
    ("value: 2", "value: 2.0", "services[SURAT].promise.value", "catalogue.not_number", "1 .. 1000"),
    ("value: 2", 'value: "2"', "services[SURAT].promise.value", "catalogue.not_number", "1 .. 1000"),
    ("value: 2", "value: true", "services[SURAT].promise.value", "catalogue.not_number", "1 .. 1000"),
    ("{amount: 0}", "{amount: null}", "services[SURAT].fee.text", "catalogue.fee_form", "{amount: 0}"),
    (
        "{amount: 0}",
        "{amount: -1}",
        "services[SURAT].fee.amount",
        "catalogue.out_of_range",
        "0 .. 1000000000",
    ),
    ("{amount: 0}", "{text: {id: a, en: b}}", "services[SURAT].fee.amount", "catalogue.missing", "null"),
    ("{amount: 0}", "gratis", "services[SURAT].fee", "catalogue.not_mapping", "{amount: ..., text: ...}"),
    ("kind: copy", "kind: scan", "services[SURAT].requirements[ktp].kind", "catalogue.not_listed", "photo"),
    (
        "kind: copy",
        "kind: original_shown",
        "services[SURAT].requirements[ktp].id",
        "catalogue.repeated",
        "1 x",
    ),
    (
        '"Fotokopi KTP"\n',
        '"Fotokopi KTP—el"\n',
        "services[SURAT].requirements[ktp].short",
        "catalogue.bad_form",
        "ASCII",
    ),
    (
        '"KTP asli"\n',
        f'"{"K" * 33}"\n',
        "services[SURAT].requirements[ktp].short",
        "catalogue.too_long",
        "32",
    ),
    (
        'short: {id: "Surat", en: "Letters"}',
        f'short: {{id: "{"S" * 25}", en: "L"}}',
        "groups[A].short.id",
        "catalogue.too_long",
        "24",
    ),
    (
        'short: {id: "Surat keterangan"',
        f'short: {{id: "{"S" * 29}"',
        "services[SURAT].short.id",
        "catalogue.too_long",
        "28",
    ),
    (
        'en: "Copy of the ID card"',
        'en: ""',
        "services[SURAT].requirements[ktp].label.en",
        "catalogue.blank",
        '"..."',
    ),
    (
        'en: "Copy of the ID card"',
        'en: "  "',
        "services[SURAT].requirements[ktp].label.en",
        "catalogue.blank",
        '"..."',
    ),
    (
        ', en: "Copy of the ID card"',
        "",
        "services[SURAT].requirements[ktp].label.en",
        "catalogue.missing",
        '"..."',
    ),
    (
        'en: "Copy of the ID card"',
        'en: "a\\u200bb"',
        "services[SURAT].requirements[ktp].label.en",
        "catalogue.bad_character",
        '"..."',
    ),
    ("verified: false", "verified: no", "services[SURAT].verified", "catalogue.not_yes_no", "true, false"),
    (
        "rt_notice: false",
        "rt_notise: false",
        "services[SURAT].rt_notise",
        "catalogue.unknown_key",
        "rt_notice",
    ),
    (
        "    sources: []",
        "    sources: []\n    colour: red",
        "services[SURAT].colour",
        "catalogue.unknown_key",
        "code, group",
    ),
    ('["F-1.01"]', '["F-1.01", "F-1.01"]', "services[SURAT].forms[#2]", "catalogue.repeated", "1 x"),
    ('["F-1.01"]', "F-1.01", "services[SURAT].forms", "catalogue.not_list", "ASCII"),
    ('["UU 24/2013"]', "[2024-01-01]", "services[SURAT].legal_basis[#1]", "catalogue.not_text", '"..."'),
    ("{step: 2", "{step: 3", "procedures.loket[3].step", "catalogue.step_order", "2"),
    (
        "state: collected",
        "state: ticket",
        "procedures.loket[3].state",
        "catalogue.state_goes_back",
        "received, verified",
    ),
    ("state: collected", "state: done", "procedures.loket[3].state", "catalogue.not_listed", "archived"),
    ("minutes: 4", "minutes: -4", "procedures.loket[2].minutes", "catalogue.out_of_range", "0 .. 14400"),
    ("  loket:", "  Loket Satu:", "procedures.Loket Satu", "catalogue.bad_form", "a-z 0-9 _"),
    (
        "counter_minutes: 5",
        "counter_minutes:",
        "services[SURAT].counter_minutes",
        "catalogue.not_number",
        "1 .. 480",
    ),
    (
        "format: loket-catalogue-1",
        "format: loket-catalogue-2",
        "format",
        "catalogue.other_format",
        "loket-catalogue-1",
    ),
]


@pytest.mark.parametrize(("old", "new", "field", "problem", "allowed"), CASES)
def test_an_error_names_the_line_the_field_and_what_is_allowed(
    old: str, new: str, field: str, problem: str, allowed: str
) -> None:
    details = refused(changed(old, new))
    found = [one for one in details["problems"] if one["problem"] == problem]
    assert found, details
    assert found[0]["field"] == field
    assert allowed in found[0]["allowed"]
    line = line_of(SMALL, old)
    # A repeated pair and a step out of order show at the later of the two places.
    assert line <= found[0]["line"] <= line + (8 if problem == "catalogue.repeated" else 1)


def test_p_is_no_group() -> None:
    details = refused(SMALL.replace("letter: A", "letter: P").replace("group: A", "group: P"))
    assert details["problem"] == "catalogue.letter_reserved"
    assert details["field"] == "groups[P].letter"
    assert details["line"] == line_of(SMALL, "letter: A")


def test_two_groups_of_one_letter_and_two_services_of_one_code() -> None:
    group = '  - {letter: A, name: {id: "B", en: "B"}, short: {id: "B", en: "B"}}\n'
    text = SMALL.replace("procedures:\n", group + "procedures:\n")
    details = refused(text)
    assert details["problem"] == "catalogue.repeated"
    assert details["line"] == line_of(text, "{letter: A")
    service = SMALL[SMALL.index("  - code: SURAT") :]
    details = refused(SMALL + service)
    assert (details["problem"], details["field"]) == ("catalogue.repeated", "services[SURAT].code")
    assert details["line"] == SMALL.count("\n") + 1


@pytest.mark.parametrize(
    ("text", "problem", "line"),
    [
        (b"", "catalogue.empty", 1),
        (b"# only a remark\n", "catalogue.empty", 1),
        (b"- a\n- b\n", "catalogue.not_mapping", 1),
        (b"format: caf\xe9\n", "catalogue.not_utf8", 1),
        (changed("    group: A", "\tgroup: A").encode(), "catalogue.tab", 16),
        (changed("    group: A", "    group: A\n    group: A").encode(), "catalogue.duplicate_key", 17),
        (changed("    group: A", "   group: A").encode(), "catalogue.syntax", 16),
        (changed('"Kantor"', '"Kantor').encode(), "catalogue.syntax", None),
        (changed('en: "Office"}', 'en: "Office"').encode(), "catalogue.syntax", None),
        (SMALL.encode() + b"---\nformat: x\n", "catalogue.syntax", None),
        (b"format: !!python/object:os.system x\n", "catalogue.not_text", None),
        (b"format: a\x00b\n", "catalogue.syntax", 1),
        (
            b"a: &a [x,x,x,x,x,x,x,x]\n"
            + b"".join(
                b"%c: &%c [%s]\n" % (98 + i, 98 + i, b",".join([b"*%c" % (97 + i)] * 8)) for i in range(9)
            ),
            "catalogue.too_nested",
            None,
        ),
        (b"a: " + b"[" * 300, "catalogue.syntax", None),
        (b"format: *nobody\n", "catalogue.syntax", 1),
    ],
)
def test_what_is_no_readable_yaml_is_refused(text: bytes, problem: str, line: int | None) -> None:
    details = refused(text)
    if problem == "catalogue.not_text":
        assert details["problem"] in ("catalogue.not_text", "catalogue.other_format", "catalogue.not_listed")
    else:
        assert details["problem"] == problem
    if line is not None:
        assert details["line"] == line


def test_unusual_yaml_is_taken() -> None:
    plain = parse_catalogue(SMALL.encode(), file="a")
    folded = changed(
        '  name: {id: "Kantor", en: "Office"}', "  name:\n    id: >\n      Kantor\n    en: |\n      Office"
    )
    assert parse_catalogue(folded.encode(), file="a") == plain
    assert parse_catalogue(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode(), file="a") == plain
    alias = changed('{id: "Surat", en: "Letters"}', '&surat {id: "Surat", en: "Letters"}')
    alias = alias.replace('short: {id: "Surat", en: "Letters"}', "short: *surat")
    assert parse_catalogue(alias.encode(), file="a") == plain
    merged = changed("    promise: {value: 2, unit: hour}", "    promise: {<<: {unit: hour}, value: 2}")
    assert parse_catalogue(merged.encode(), file="a") == plain
    assert parse_catalogue(("---\n" + SMALL + "...\n").encode(), file="a") == plain


def test_all_problems_are_told_at_once_in_the_order_of_the_file() -> None:
    text = (
        changed("minutes: 4", "minutes: four")
        .replace("kind: copy", "kind: scan")
        .replace("unit: hour", "unit: x")
    )
    problems = refused(text)["problems"]
    assert len(problems) == 3
    assert [one["line"] for one in problems] == sorted(one["line"] for one in problems)
    assert refused(SMALL.split("services:")[0] + "services:\n" + "  - {}\n" * 10)["count"] == MAX_PROBLEMS


def required_keys(plain: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every key that must be there: all but the few optional ones and procedures' names."""
    if isinstance(plain, dict):
        for key, value in plain.items():
            optional = {"needed_if", "copies", "note"} | ({"text"} if "amount" in plain else set())
            if key not in optional and path != ("procedures",):
                yield (*path, key)
            yield from required_keys(value, (*path, key))
    elif isinstance(plain, list):
        for index, value in enumerate(plain):
            yield from required_keys(value, (*path, index))


@pytest.mark.parametrize("preset", ["disdukcapil", "dpmptsp", "puskesmas"])
def test_each_required_key_is_missed_by_name_and_line(preset: str) -> None:
    data = (PRESETS / f"{preset}.yaml").read_bytes()
    loaded = load_yaml(data, file=preset)
    paths = list(required_keys(loaded.plain))
    assert len(paths) > 300
    step = max(1, len(paths) // 120)  # the large preset has thousands, all of the same few kinds
    for path in paths[::step]:
        holder: Any = loaded.plain
        for part in path[:-1]:
            holder = holder[part]
        before = dict(holder)
        del holder[path[-1]]
        key_lines = {place: line for place, line in loaded.key_lines.items() if place != path}
        lines = {place: line for place, line in loaded.lines.items() if place != path}
        with pytest.raises(UserError) as caught:
            check_loaded(LoadedYaml(loaded.plain, key_lines, lines), file=preset)
        holder.clear()
        holder.update(before)
        problems = caught.value.details["problems"]
        assert isinstance(problems, list)
        assert len(problems) == 1, problems
        problem = problems[0]
        assert isinstance(problem, dict)
        assert problem["problem"] == "catalogue.missing"
        assert str(problem["field"]).split(".")[-1] == path[-1]
        assert problem["line"] == loaded.lines[path[:-1]]
        assert problem["allowed"]


@pytest.mark.parametrize(
    ("missing", "parent", "field"),
    [
        ("    counter_minutes: 5\n", "  - code: SURAT", "services[SURAT].counter_minutes"),
        ("  - code: SURAT\n    group", "  - group", "services[#1].code"),
        ("        kind: copy\n", "      - id: ktp", "services[SURAT].requirements[ktp].kind"),
        ("  code: kantor\n", "  name: {id", "agency.code"),
        (", actor: front_office", "{step: 2", "procedures.loket[2].actor"),
        ("format: loket-catalogue-1\n", "agency:", "format"),
        ("value: 2, ", "promise:", "services[SURAT].promise.value"),
    ],
)
def test_a_missing_key_is_reported_where_its_block_begins(missing: str, parent: str, field: str) -> None:
    text = changed(missing, "  - group" if missing.endswith("group") else "")
    details = refused(text)
    assert details["problem"] == "catalogue.missing"
    assert details["field"] == field
    assert details["line"] == line_of(text, parent)


def test_texts_that_yaml_could_misread_survive_writing(tmp_path: Path) -> None:
    plain = catalogue_to_plain(parse_catalogue(SMALL.encode(), file="a"))
    texts = [
        '"kutip" \\ {a: b}',
        "# bukan catatan",
        "no",
        "1.0",
        "null",
        "é — “x” 😀",
        "'",
        "- a: [b]",
        "x" * 900,
    ]
    for service, text in zip([plain["services"][0]] * len(texts), texts, strict=True):
        service["name"] = {"id": text, "en": text}
        service["legal_basis"] = [text]
        service["forms"] = ["1.10", "on"]
        catalogue, problems = catalogue_from_plain(plain)
        assert problems == []
        assert catalogue is not None
        write_catalogue(catalogue, tmp_path / "a.yaml")
        assert read_catalogue(tmp_path / "a.yaml") == catalogue


@given(st.data())
@settings(max_examples=120, deadline=None)
def test_a_damaged_file_is_taken_or_refused_and_never_a_bug(data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(SMALL)))
    length = data.draw(st.integers(0, 30))
    noise = data.draw(st.text("{}[]:-#&*!|>'\"%@`,\t\n ab1~?\u0085\x00é", max_size=6))
    damaged = SMALL[:begin] + noise + SMALL[begin + length :]
    try:
        catalogue = parse_catalogue(damaged.encode(), file="kantor.yaml")
    except UserError as error:
        refusal = error
    else:
        assert parse_catalogue(dump_catalogue(catalogue).encode(), file="b") == catalogue
        return
    assert refusal.code == "catalogue.invalid"
    line = refusal.details["line"]
    assert isinstance(line, int)
    assert 1 <= line <= damaged.count("\n") + damaged.count("\u0085") + 1


def test_the_states_are_in_the_order_of_a_files_life() -> None:
    assert STATES[0] == "ticket"
    assert STATES[-1] == "archived"
    assert len(set(STATES)) == 8


def test_a_file_that_is_not_there_or_too_large(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"catalogue\.file_missing"):
        read_catalogue(tmp_path / "none.yaml")
    with pytest.raises(UserError, match=r"catalogue\.file_missing"):
        read_catalogue(tmp_path)
    (tmp_path / "large.yaml").write_bytes(b"#" * 5_000_000)
    with pytest.raises(UserError, match=r"catalogue\.file_too_large"):
        read_catalogue(tmp_path / "large.yaml")


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = parse_catalogue(SMALL.encode(), file="a")
    target = tmp_path / "a.yaml"
    target.write_text("old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(EnvironmentFault) as caught:
        write_catalogue(catalogue, target)
    assert caught.value.code == "catalogue.cannot_write"
    assert target.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["a.yaml"]
