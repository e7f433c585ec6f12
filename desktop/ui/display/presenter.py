"""What the display does: reads the hall's calls, decides card, list and voice, keeps the small clocks going.

Plain Python. ``build.build_display`` connects it with its window and the announcer.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from desktop.domain.errors import EnvironmentFault, LoketError
from desktop.office.live.display import DisplayCall, DisplayState, HallCalls, read_calls, read_display
from desktop.ui.display.calls import CallBook
from desktop.ui.display.flash import Flash
from desktop.ui.display.speaker import Speaker, Voice
from desktop.ui.display.state import Both, CardState, Fresh, Languages, PosterState, Row, Screen
from desktop.ui.display.wording import LOST, both, notice_for, poster_at
from desktop.ui.tasks import Cancel, StationContext, Tasks

POSTER_MS = 15_000
CLOCK_MS = 1_000
#: Hours, posters and running text change seldom: they are read this often.
WHOLE_MS = 10_000


class View(Protocol):
    """The window, as the presenter knows it."""

    def show_screen(self, screen: Screen) -> None: ...

    def show_flash(self, white: bool) -> None: ...

    def show_poster(self, poster: PosterState | None) -> None: ...

    def show_messages(self, messages: tuple[Both, ...], reduced_motion: bool) -> None: ...

    def show_clock(self, moment: datetime, zone: str) -> None: ...

    def show_sound(self, available: bool) -> None: ...


class DisplayPresenter:
    """One display of one zone."""

    def __init__(
        self,
        tasks: Tasks,
        context: StationContext,
        view: View,
        voice: Voice | None,
        *,
        calm: bool = False,
        volume: float = 1.0,
    ) -> None:
        """Make it; ``start`` begins.

        Args:
            tasks, context: the program around it.
            view: the window.
            voice: the announcer of this zone, or None where another display speaks.
            calm: this PC asks for reduced motion, whatever the office set.
            volume: this PC's part of the office's loudness, 0.0 to 1.0.
        """
        self._tasks, self._context, self._view, self._calm = tasks, context, view, calm
        self._speaker = Speaker(voice, volume)
        self._book = CallBook()
        self._state: DisplayState | None = None
        self._lost = self._reading = self._again = False
        self._flash = Flash(tasks, view, self._show)
        self._running: list[Cancel] = []
        self._turn = -1
        self._clock_shown: tuple[int, ...] = ()
        self._messages: object = None

    def start(self) -> None:
        """Read everything and begin to listen."""
        self._running = [
            self._tasks.on_news(self._news, owner=self._view),
            self._tasks.on_connection(self._connection, owner=self._view),
            self._tasks.every(CLOCK_MS, self._tick, owner=self._view),
            self._tasks.every(WHOLE_MS, self._read_whole, owner=self._view),
            self._tasks.every(POSTER_MS, self._next_poster, owner=self._view),
        ]
        self._read_whole()

    def close(self) -> None:
        """No more reading; the window is going."""
        for one in self._running:
            one.cancel()
        self._flash.stop()

    def painted(self, fresh: tuple[Fresh, ...]) -> None:
        """The window has really painted these announcements."""
        for one in fresh:
            self._tasks.trace("call.painted", label=one.label, announce_no=one.announce_no)

    def sound(self, available: bool) -> None:
        """The loudspeaker was found, or is gone."""
        self._view.show_sound(available)

    def say_last(self) -> None:
        """Say the last calls once more, newest first."""
        if not self._lost:
            self._speaker.say_again(self._book.calls)

    # --- reading ---------------------------------------------------------------------------------------

    def _news(self) -> None:
        # One look at a time; news that comes while one is under way asks for exactly one more.
        if self._reading:
            self._again = True
            return
        if self._state is None:
            self._read_whole()
            return
        self._reading = True
        self._tasks.read(
            read_calls,
            self._context.office_id,
            self._context.zone,
            done=self._take_calls,
            failed=self._failed,
            owner=self._view,
        )

    def _read_whole(self) -> None:
        if self._reading:
            self._again = self._again or self._state is None
            return
        self._reading = True
        self._tasks.read(
            read_display,
            self._context.office_id,
            self._context.zone,
            done=self._take_whole,
            failed=self._failed,
            owner=self._view,
        )

    def _take_whole(self, state: DisplayState) -> None:
        self._reading = False  # first of all: nothing that goes wrong below may stop the next look
        first = self._state is None
        self._state = state
        self._take_settings(state)
        self._take_calls(state.calls)
        if first:
            self._next_poster()
        self._tick()

    def _take_calls(self, hall: HallCalls) -> None:
        self._reading, self._lost = False, False
        before = self._book.newest
        news = self._book.look(hall)
        newest = self._book.newest
        if newest is not None and newest in news.spoken:
            self._flash.start()
        elif newest is None or before is None or newest.call_id != before.call_id or not self._lit(newest):
            self._flash.stop()
        self._show(tuple(Fresh(call.label, call.announce_no) for call in news.fresh))
        self._speaker.tell(news)
        if self._again:
            self._again = False
            self._news()

    def _failed(self, error: LoketError) -> None:
        self._reading = self._again = False
        if isinstance(error, EnvironmentFault):
            self._connection(error)

    def _connection(self, fault: LoketError | None) -> None:
        if fault is None:
            if self._lost:
                self._news()  # the old picture stays away until there is a new one
        elif not self._lost:
            self._lost = True
            self._flash.stop()
            self._show()

    # --- showing ---------------------------------------------------------------------------------------

    def _take_settings(self, state: DisplayState) -> None:
        messages = (state.messages, state.settings.reduced_motion)
        if messages != self._messages:
            self._messages = messages
            self._view.show_messages(
                tuple(both(one) for one in state.messages), self._calm or state.settings.reduced_motion
            )
        self._speaker.follow(state.settings.voice, self._languages)

    @property
    def _languages(self) -> Languages:
        chosen = self._state.settings.languages if self._state is not None else None
        return chosen or ("en" if self._context.language == "en" else "id")

    def _lit(self, call: DisplayCall) -> bool:
        """Amber: called and not served; a call repeated during service only while it flashes."""
        return call.state == "called" or (
            call.state == "serving" and call.called_again and self._flash.running
        )

    def _show(self, fresh: tuple[Fresh, ...] = ()) -> None:
        state = self._state
        if state is None:
            self._view.show_screen(Screen(languages=self._languages, notice=LOST if self._lost else None))
            return
        count = state.settings.last_calls
        newest = None if self._lost else self._book.newest
        card = None
        notice = LOST if self._lost else notice_for(state, newest is not None, self._local())
        if newest is not None and (notice is None or self._lit(newest)):
            notice = None
            card = CardState(
                newest.label, newest.counter, newest.times, self._lit(newest), both(newest.group)
            )
        last = () if self._lost else self._book.last(count, with_newest=card is None)
        self._view.show_screen(
            Screen(
                office=state.office,
                zone=state.zone,
                card=card,
                notice=notice,
                rows=tuple(Row(call.label, call.counter, call.state == "called") for call in last),
                row_count=count,
                languages=self._languages,
                loaded=True,
                fresh=fresh,
            )
        )

    def _tick(self) -> None:
        if self._state is None:
            return
        local = self._local()
        shown = local.timetuple()[:5]
        if shown != self._clock_shown:
            self._clock_shown = shown
            self._view.show_clock(local, self._state.zone_label)

    def _local(self) -> datetime:
        assert self._state is not None
        return self._tasks.now().astimezone(ZoneInfo(self._state.time_zone))

    def _next_poster(self) -> None:
        newest = self._book.newest
        calling = newest is not None and not self._lost and self._lit(newest)
        if self._state is None or (calling and self._turn >= 0):
            return  # nothing else moves while somebody is being called
        self._turn += 1
        self._view.show_poster(poster_at(self._state.posters, self._turn, self._languages))
