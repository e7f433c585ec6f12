"""Whether somebody still stands there: seconds without a touch, the countdown of the last screen, notices.

Pure: the presenter calls ``tick`` every second, so that a clock that is set back changes nothing.
"""

from __future__ import annotations

from desktop.ui.kiosk.states import Say

IDLE_S = 40
LEAVE_S = 20
DONE_S = 30
NO_SLIP_S = 60
NOTICE_S = 8


class Attention:
    """Counts for one visitor.

    Attributes:
        left_s: seconds until the last screen gives way to the start.
        notice: what to tell, and whether it is a refusal.
    """

    def __init__(self) -> None:
        self._idle_s = 0
        self._notice_s = 0
        self._full_s = DONE_S
        self.left_s = DONE_S
        self.notice: tuple[Say, bool] | None = None

    @property
    def leaving_s(self) -> int | None:
        """Seconds until the start returns, once nobody has touched anything for `IDLE_S`."""
        return IDLE_S + LEAVE_S - self._idle_s if self._idle_s >= IDLE_S else None

    def touch(self) -> None:
        """Somebody is there."""
        self._idle_s = 0
        self.left_s = self._full_s

    def last_screen(self, full_s: int) -> None:
        """The last screen stays `full_s` from the last touch; a longer time only adds."""
        self.left_s += full_s - self._full_s
        self._full_s = full_s

    def tell(self, say: Say, *, bad: bool = False) -> None:
        """Say something for a while."""
        self.notice, self._notice_s = (say, bad), NOTICE_S

    def hush(self) -> None:
        """Take the notice away."""
        self.notice = None

    def tick(self, *, at_start: bool, done: bool) -> bool:
        """A second has passed; whether it is time to go back to the start.

        Args:
            at_start: nothing was chosen, so there is nothing to leave.
            done: the last screen is shown, with its own countdown.
        """
        if self.notice is not None:
            self._notice_s -= 1
            if self._notice_s <= 0:
                self.notice = None
        if done:
            self.left_s -= 1
            return self.left_s <= 0
        if at_start:
            self._idle_s = 0
            return False
        self._idle_s += 1
        return self._idle_s >= IDLE_S + LEAVE_S
