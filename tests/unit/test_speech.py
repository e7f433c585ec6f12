"""What is said equals what is shown: each sentence, parsed back by its words, gives the number again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.speech import (
    PAUSE,
    WORDS,
    SpeechError,
    call_clips,
    queue_clips,
    queue_sentence,
    recording_text,
    spoken_text,
)

# Written out here on purpose, apart from the program's tables.
DIGITS = {
    "id": "nol satu dua tiga empat lima enam tujuh delapan sembilan".split(),
    "en": "zero one two three four five six seven eight nine".split(),
}
ENGLISH = dict(
    zip(
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty "
        "sixty seventy eighty ninety".split(),
        [*range(10, 20), *range(20, 100, 10)],
        strict=True,
    )
) | {word: n for n, word in enumerate(DIGITS["en"])}


def parse_cardinal(words: list[str], language: str) -> int:
    """A small reader of number words, for 0 to 999."""
    total = 0
    ones = 0
    for word in words:
        if language == "en":
            if word == "hundred":
                total, ones = ones * 100, 0
            elif word != "and":
                ones += ENGLISH[word]
        elif word in ("sepuluh", "sebelas"):
            total += 10 if word == "sepuluh" else 11
        elif word == "seratus":
            total += 100
        elif word in ("belas", "puluh", "ratus"):
            total += {"belas": 10 + ones, "puluh": 10 * ones, "ratus": 100 * ones}[word]
            ones = 0
        else:
            assert ones == 0, words
            ones = DIGITS["id"].index(word)
    return total + ones


def parse_call(text: str, language: str, style: str) -> tuple[str, int]:
    """The ticket number and counter that a listener writes down."""
    first, second = text.split(", ")
    head = {"id": "Nomor antrean ", "en": "Number "}[language]
    tail = {"id": "silakan menuju loket ", "en": "please go to counter "}[language]
    assert first.startswith(head)
    assert second.startswith(tail)
    letter, *words = first.removeprefix(head).split()
    if style == "digits":
        number = "".join(str(DIGITS[language].index(word)) for word in words)
    else:
        number = f"{parse_cardinal(words, language):03d}"
    return letter + number, parse_cardinal(second.removeprefix(tail).split(), language)


@given(
    letter=st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    n=st.integers(0, 999),
    counter=st.integers(1, 99),
    language=st.sampled_from(["id", "en"]),
    style=st.sampled_from(["digits", "cardinal"]),
)
@settings(max_examples=400, deadline=None)
def test_the_spoken_number_is_the_number_shown(letter, n, counter, language, style) -> None:
    number = f"{letter}{n:03d}"
    assert parse_call(spoken_text(number, str(counter), language, style), language, style) == (
        number,
        counter,
    )


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_counter_and_every_cardinal_reads_back(language) -> None:
    for n in range(1000):
        text = spoken_text(f"A{n:03d}", str(n % 99 + 1), language, "cardinal")
        assert parse_call(text, language, "cardinal") == (f"A{n:03d}", n % 99 + 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (spoken_text("A012", "3", "id"), "Nomor antrean A nol satu dua, silakan menuju loket tiga"),
        (spoken_text("A012", "3", "en"), "Number A zero one two, please go to counter three"),
        (
            spoken_text("A012", "12", "id", "cardinal"),
            "Nomor antrean A dua belas, silakan menuju loket dua belas",
        ),
        (
            spoken_text("P101", "3A", "id", "cardinal"),
            "Nomor antrean P seratus satu, silakan menuju loket tiga A",
        ),
        (spoken_text("A012", "3", "id", form="brief"), "A nol satu dua, loket tiga"),
        (spoken_text("A012", "03", "id", form="quick"), "A nol satu dua, loket tiga"),
        (spoken_text("A012", "Meja Informasi", "id"), "Nomor antrean A nol satu dua, silakan lihat layar"),
        (queue_sentence(3, "A012", "id"), "Tiga orang menunggu, berikutnya A nol satu dua"),
        (queue_sentence(1, "A012", "en"), "One person waiting, next A zero one two"),
        (queue_sentence(21, None, "en"), "Twenty one people waiting"),
        (queue_sentence(0, None, "id"), "Tidak ada yang menunggu"),
    ],
)
def test_sentences(text, expected) -> None:
    assert text == expected


@pytest.mark.parametrize("number", ["", "012", "A", "a012", "A 012", "A01234", "ABC1", "A-12", "A٣"])
def test_what_is_no_ticket_number_is_refused(number) -> None:
    with pytest.raises(SpeechError):
        call_clips(number, "1", "id")


def test_a_negative_queue_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        queue_clips(-1, None, "id")


def test_every_form_uses_known_clips_only() -> None:
    for language in ("id", "en"):
        for form in ("full", "brief", "quick"):
            for style in ("digits", "cardinal"):
                for n in (0, 7, 10, 11, 19, 20, 87, 100, 111, 999):
                    clips = call_clips(f"Z{n:03d}", "99", language, style, form=form)
                    assert clips.count(PAUSE) == 1
                    assert all(clip in WORDS for clip in clips if clip != PAUSE)
                    assert all(clip.startswith(f"{language}/") for clip in clips if clip != PAUSE)


def test_indonesian_letters_are_recorded_by_their_indonesian_names() -> None:
    names = {c: recording_text(f"id/letter-{c.lower()}") for c in "ABCQVXYZ"}
    assert names == {
        "A": "a", "B": "be", "C": "ce", "Q": "ki", "V": "ve", "X": "eks", "Y": "ye", "Z": "zet",
    }  # fmt: skip
