"""Which sentence stands in for a call, and which words a poster shows. Plain Python, for the display's presenter."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from desktop.office.live.display import DisplayState, Poster, Words
from desktop.ui.display.state import Both, Languages, Notice, PosterState

LOST: Final = Notice("plug-off", "display.lost", "display.lost_more")


def both(words: Words) -> Both:
    """The words of the office, as the window knows them."""
    return Both(words.id, words.en)


def notice_for(state: DisplayState, any_call: bool, today: datetime) -> Notice | None:
    """The sentence in the card's place while nobody is being called, or None where the last call stays.

    Args:
        state: as read.
        any_call: somebody was called today.
        today: the local moment.
    """
    opens = state.next_opening
    days = (opens.date() - today.date()).days if opens is not None else 0
    if state.status == "before_opening":
        return Notice("clock", "display.opens_at", "display.numbers_here", opens)
    if state.status == "break":
        return Notice("cup", "display.break_until", "display.after_break", opens)
    if state.status in ("closed", "holiday"):
        sentence = "display.opens_again" if opens is not None else ""
        if opens is not None and days <= 1:
            sentence = "display.opens_today" if days == 0 else "display.opens_tomorrow"
        heading = "display.holiday" if state.status == "holiday" else "display.closed"
        return Notice("lock", heading, sentence, opens, days, both(state.holiday))
    return None if any_call else Notice("clock", "display.nobody_yet", "display.numbers_here")


def poster_at(posters: tuple[Poster, ...], turn: int, languages: Languages) -> PosterState | None:
    """The poster of a turn; where the office shows both languages each poster comes in one, then the other."""
    if not posters:
        return None
    language = languages
    if languages == "both":
        turn, second = divmod(turn, 2)
        language = "en" if second else "id"
    poster = posters[turn % len(posters)]
    return PosterState(
        language=language,
        name=both(poster.name).in_language(language),
        promise_value=poster.promise_value,
        promise_unit=poster.promise_unit,
        fee_amount=poster.fee_amount,
        fee_text=both(poster.fee_text).in_language(language),
        papers=tuple(
            (both(one.name).in_language(language), one.short_id if language == "id" else "")
            for one in poster.papers
        ),
    )
