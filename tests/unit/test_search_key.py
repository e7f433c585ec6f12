"""The key of a name: what meets, what stays apart, and what holds for every name."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.search_key import MAX_WORDS, found_by, search_key, search_words


@pytest.mark.parametrize(
    "names",
    [
        ("Soeharto", "SUHARTO", "Su'harto", "su’harto", "  Suharto ", "Suhartó"),
        ("Djoko", "Joko", "DJOKO"),
        ("Jusuf", "Yusuf"),
        ("Tjokroaminoto", "Cokroaminoto"),
        ("Sjahrir", "Syahrir"),
        ("Njoman", "Nyoman"),
        ("Achmad", "Akhmad", "Ahmad", "Ahmmad"),
        ("Muhammad Iqbal", "MUHAMAD  IQBAL", "Muhammad-Iqbal"),
        ("A.R. Fachruddin", "AR Fachruddin", "A. R. Fakhrudin"),
        ("St. Nurhaliza", "St.Nurhaliza"),
        ("Sa'adah", "Saadah", "Sa`adah"),
        ("Noer Aini", "Nur Aini"),
        ("Soerjadi", "Suryadi"),
        ("José", "Jose", "Jos\u0065\u0301"),
    ],
)
def test_these_meet(names: tuple[str, ...]) -> None:
    assert len({search_key(name) for name in names}) == 1, [search_key(name) for name in names]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Suharto", "Suharti"),
        ("Saadah", "Sadah"),
        ("Ahmad", "Amad"),
        ("Siti Aminah", "Sitiaminah"),
        ("Dewi", "Devi"),
        ("Budi", "Buddy"),
        ("Ani", "Any"),
        ("I Gusti", "Gusti"),
    ],
)
def test_these_stay_apart(one: str, other: str) -> None:
    assert search_key(one) != search_key(other)


@pytest.mark.parametrize("one", [("Joko", "Yoko"), ("Khalid", "Halid"), ("Anna", "Ana")])
def test_the_known_collisions(one: tuple[str, str]) -> None:
    assert search_key(one[0]) == search_key(one[1])


def test_a_search_by_parts_in_any_order() -> None:
    key = search_key("Raden Ajeng Kartini Djojoadhiningrat")
    for query in ("kartini", "KART raden", "joyoadhi", "djojo rad", "hiningrat ajeng"):
        assert found_by(key, search_words(query)), query
    assert not found_by(key, search_words("kartono"))
    assert not found_by(key, search_words(" .,- "))
    assert len(search_words(" ".join(f"kata{n}" for n in range(40)))) == MAX_WORDS


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40))
def test_a_key_is_its_own_key_and_has_only_small_letters_and_digits(name: str) -> None:
    key = search_key(name)
    assert search_key(key) == key
    assert key == " ".join(key.split())
    assert all(sign == " " or sign.isalnum() for sign in key)
    assert not any(unicodedata.combining(sign) for sign in key)
    assert not name.isascii() or key == key.lower()


letters = st.text("abcdefghijklmnopqrstuvwxyzoetjdjsjchkhnn '.-", max_size=24)


@settings(max_examples=300, deadline=None)
@given(letters)
def test_case_dots_apostrophes_and_blanks_do_not_matter(name: str) -> None:
    key = search_key(name)
    assert search_key(name.upper()) == key
    assert search_key(name.replace("'", "’")) == key
    assert search_key(name.replace(".", "-").replace(" ", "  ")) == key
    assert search_key(f" {name}\t") == key
    assert not key or found_by(key, search_words(name))


# Names as they sound: consonant and vowel in turn; two consonants side by side may spell one of the old sounds.
syllables = st.builds("".join, st.tuples(st.sampled_from("bcdghklmnprsty"), st.sampled_from("aiue")))
names = st.lists(syllables, min_size=1, max_size=6).map("".join)


@settings(max_examples=300, deadline=None)
@given(names)
def test_the_old_spelling_of_a_name_is_found_by_the_new(name: str) -> None:
    old = name.replace("y", "j").replace("u", "oe").replace("c", "tj")
    assert search_key(old) == search_key(name)
    assert search_key(name.title()) == search_key(old.upper())
