"""Words: lookup, plurals, missing codes, and the formats of both languages."""

from __future__ import annotations

import logging
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.ui.i18n import MissingText, Texts

SAMPLE = """
["sample.hello"]
id = "Halo {name}"
en = "Hello {name}"
["sample.people"]
id = "{count} orang"
en = { one = "{count} person", other = "{count} people" }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sample.toml").write_text(SAMPLE, encoding="utf-8")
    (tmp_path / "other.toml").write_text('["why.first"]\nid = "Pertama"\nen = "First"\n', encoding="utf-8")
    return tmp_path


def test_text_takes_named_arguments_in_both_languages(folder: Path) -> None:
    assert Texts("id", strict=True, folder=folder).text("sample.hello", name="Rina") == "Halo Rina"
    assert Texts("en", strict=True, folder=folder).text("sample.hello", name="Rina") == "Hello Rina"


@pytest.mark.parametrize(("count", "shown"), [(0, "0 people"), (1, "1 person"), (2, "2 people")])
def test_english_counts_one_and_other(folder: Path, count: int, shown: str) -> None:
    assert Texts("en", strict=True, folder=folder).text("sample.people", count=count) == shown
    assert Texts("id", strict=True, folder=folder).text("sample.people", count=count) == f"{count} orang"


def test_a_code_may_live_in_another_areas_file(folder: Path) -> None:
    assert Texts("id", strict=True, folder=folder).text("why.first") == "Pertama"


def test_strict_raises_for_unknown_code_and_missing_argument(folder: Path) -> None:
    texts = Texts("id", strict=True, folder=folder)
    with pytest.raises(MissingText, match=r"sample\.unknown"):
        texts.text("sample.unknown")
    with pytest.raises(MissingText, match="name"):
        texts.text("sample.hello")


def test_production_shows_the_code_and_logs(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="loket.texts"):
        assert Texts("id", folder=folder).text("sample.unknown") == "sample.unknown"
    assert "sample.unknown" in caplog.text


def test_a_broken_file_leaves_the_others_readable(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    (folder / "broken.toml").write_text("[[[", encoding="utf-8")
    assert Texts("id", folder=folder).text("broken.code") == "broken.code"
    assert Texts("id", strict=True, folder=folder).text("sample.hello", name="A") == "Halo A"


def test_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="'fr'"):
        Texts("fr")


ID, EN = Texts("id"), Texts("en")
DAY = date(2026, 11, 23)


def test_dates() -> None:
    assert ID.date(DAY) == EN.date(DAY) == "23 November 2026"
    assert ID.date_short(DAY) == "Sen, 23 November 2026"
    assert EN.date_short(DAY) == "Mon, 23 November 2026"
    assert ID.date_weekday(DAY) == "Senin, 23 November 2026"
    assert ID.date(date(2026, 8, 1)) == "1 Agustus 2026"
    assert ID.weekday(date(2026, 11, 27)) == "Jumat"


def test_times_and_timers() -> None:
    assert ID.time(datetime(2026, 11, 23, 14, 5), "WITA") == "14.05 WITA"
    assert EN.time(time(8, 0)) == "08:00"
    assert ID.timer(372) == "6.12"
    assert EN.timer(372) == "6:12"
    assert ID.timer(3729) == "1.02.09"
    assert ID.timer(-5) == "0.00"


def test_durations() -> None:
    assert ID.minutes(23 * 60 + 59) == "23 menit"
    assert EN.minutes(60) == "1 minute"
    assert ID.minutes(59) == "kurang dari 1 menit"
    assert ID.minutes(3900) == "1 jam 5 menit"
    assert EN.minutes(7200) == "2 hours"
    assert ID.remaining(228) == "sisa 3 menit 48 detik"
    assert EN.remaining(61) == "1 minute 1 second left"
    assert ID.duration(48) == "48 detik"
    assert ID.duration(120) == "2 menit"


def test_money_numbers_spans_and_lists() -> None:
    assert ID.money(1_250_000) == "Rp1.250.000"
    assert EN.money(-500) == "-Rp500"
    assert ID.span(20, 30) == "20\N{EN DASH}30"
    assert ID.span(7, 7) == "7"
    assert ID.items(["a", "b", "c"]) == "a, b, dan c"
    assert EN.items(["a", "b"]) == "a and b"
    assert ID.items([]) == ""


@given(st.integers(min_value=0, max_value=10**7))
def test_a_timer_can_be_read_back(seconds: int) -> None:
    parts = [int(p) for p in ID.timer(seconds).split(".")]
    total = 0
    for part in parts:
        total = total * 60 + part
    assert total == seconds
