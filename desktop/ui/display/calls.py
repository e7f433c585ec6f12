"""What is new among the calls: which to announce, which to forget, who has the card. Plain Python.

The screen reads its calls whole each time; this compares one look with the one before. Only the display's
presenter uses it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from desktop.office.live.display import DisplayCall, HallCalls

#: An announcement that is older than this when it is first seen (a link that was lost) is shown, not spoken.
SPOKEN_FOR = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class News:
    """What one look brought.

    Attributes:
        fresh: announcements seen for the first time, oldest first.
        spoken: those of them that the voice says.
        withdrawn: tickets whose unsaid call is not said any more.
    """

    fresh: tuple[DisplayCall, ...] = ()
    spoken: tuple[DisplayCall, ...] = ()
    withdrawn: tuple[str, ...] = ()


class CallBook:
    """Remembers which announcements were seen; nothing that happened before the first look is news."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, int]] | None = None
        self._open: set[str] = set()
        self.calls: tuple[DisplayCall, ...] = ()

    def look(self, hall: HallCalls) -> News:
        """Take the calls as they are now, newest first, and say what is new."""
        self.calls = hall.calls
        first = self._seen is None
        seen: set[tuple[str, int]] = self._seen or set()
        fresh = tuple(call for call in reversed(hall.calls) if (call.call_id, call.announce_no) not in seen)
        # Kept for the day, not only as long as the call is in sight: one that is taken back may uncover another.
        self._seen = seen | {(call.call_id, call.announce_no) for call in fresh}
        before, self._open = self._open, {call.ticket_id for call in hall.calls if call.state == "called"}
        if first:
            return News()
        spoken = tuple(
            call
            for call in fresh
            if (call.state == "called" or (call.state == "serving" and call.called_again))
            and hall.now_utc - call.announced_at_utc <= SPOKEN_FOR
        )
        withdrawn = before - self._open - {call.ticket_id for call in spoken}
        return News(fresh, spoken, tuple(sorted(withdrawn)))

    @property
    def newest(self) -> DisplayCall | None:
        """The call that has the card."""
        return self.calls[0] if self.calls else None

    def last(self, count: int, *, with_newest: bool = False) -> tuple[DisplayCall, ...]:
        """The calls below the card, newest first; whoever has not come yet does not drop out for one who has.

        Args:
            count: at most so many.
            with_newest: also the newest one, because the card says something else.
        """
        older = self.calls if with_newest else self.calls[1:]
        kept = sorted(older, key=lambda call: call.state != "called")[:count]
        return tuple(sorted(kept, key=lambda call: -call.announce_no))
