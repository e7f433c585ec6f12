"""Lines never overrun the paper, words stay whole, and nothing but ASCII reaches a thermal printer."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.printing.wrapping import pair, to_ascii, wrap

WORDS = st.lists(
    st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40), max_size=20
)


@given(WORDS, st.integers(5, 48), st.integers(0, 4))
def test_no_line_is_too_long_and_no_short_word_is_cut(words: list[str], columns: int, indent: int) -> None:
    lines = wrap(" ".join(words), columns, indent)
    assert all(len(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(words)
    pieces = [piece for line in lines for piece in line.split()]
    whole = [word for word in words if len(word) <= columns - indent]
    for word in set(whole):
        assert pieces.count(word) >= whole.count(word)


@given(WORDS, st.integers(5, 48))
def test_lines_are_as_few_as_can_be(words: list[str], columns: int) -> None:
    lines = wrap(" ".join(words), columns)
    for line, following in itertools.pairwise(lines):
        first = following.split()[0]
        if len(first) < columns and len(line) < columns:
            assert len(line) + 1 + len(first) > columns


def test_an_indent_stands_before_the_later_lines_only() -> None:
    assert wrap("Surat kehilangan dari polisi", 18, 4) == ["Surat kehilangan", "    dari polisi"]
    assert wrap("", 10) == [""]
    with pytest.raises(ValueError, match="indent"):
        wrap("x", 4, 4)


def test_a_pair_fills_the_line_or_takes_two() -> None:
    assert pair("Orang di depan", "8", 32) == [("Orang di depan" + " " * 17, "8")]
    rows = pair("Perkiraan waktu tunggu Anda", "120-150 menit", 32)
    assert rows == [("Perkiraan waktu tunggu Anda", ""), (" " * 19, "120-150 menit")]


@given(st.text(max_size=60))
def test_ascii_is_printable_ascii(text: str) -> None:
    assert all(" " <= char <= "~" for char in to_ascii(text))


def test_ascii_keeps_what_can_be_read() -> None:
    assert to_ascii("Café “Señor” – naïve… ß №5") == 'Cafe "Senor" - naive... ss No5'
    assert to_ascii("a\x1b@b\u200bc\td") == "a@bc d"
