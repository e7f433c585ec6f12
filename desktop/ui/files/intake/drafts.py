"""Keeps the half-filled form in the office's database while it is being typed. No Qt; used by the presenter."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from desktop.domain.errors import LoketError
from desktop.domain.ids import new_id
from desktop.office.files.commands import DropDraft, SaveDraft
from desktop.ui.tasks import Cancel, Tasks

SAVE_AFTER = timedelta(seconds=2)


class DraftKeeper:
    """One draft of one page.

    A change is saved after two seconds, with all that was changed since; leaving saves at once. A draft that
    cannot be saved (the database is away) is tried again with the next change and every two seconds.

    Args:
        who: what every command carries: office, station, staff.
        content: gives the form's content now, or None where there is nothing to keep.
        about: gives ticket and file that the draft belongs to.
    """

    def __init__(
        self,
        tasks: Tasks,
        save: Callable[..., Any],
        drop: Callable[..., Any],
        who: dict[str, Any],
        content: Callable[[], dict[str, object] | None],
        about: Callable[[], dict[str, Any]],
    ) -> None:
        self._tasks, self._save, self._drop, self._who = tasks, save, drop, who
        self._content, self._about = content, about
        self.draft_id: uuid.UUID | None = None
        self._dirty = self._closed = False
        self._timer: Cancel | None = None

    def changed(self) -> None:
        """Something was typed or answered."""
        self._dirty = True
        if self._timer is None and not self._closed:
            delay_ms = int(SAVE_AFTER / timedelta(milliseconds=1))
            self._timer = self._tasks.later(delay_ms, self._due, owner=self)

    def _due(self) -> None:
        self._timer = None
        self.save()

    def save(self) -> None:
        """Save now what was changed."""
        content = self._content() if self._dirty and not self._closed else None
        if content is None:
            return
        if self.draft_id is None:
            self.draft_id = new_id()
        self._dirty = False
        command = SaveDraft(**self._who, **self._about(), draft_id=self.draft_id, content=content)
        # Nobody waits for it: a page that is closed meanwhile does not stop it.
        self._tasks.run(self._save, command, failed=self._not_saved)

    def _not_saved(self, _error: LoketError) -> None:
        self.changed()

    def drop(self) -> None:
        """Give the draft up, and begin another with the next change."""
        self._stop_timer()
        self._dirty = False
        if self.draft_id is not None:
            command = DropDraft(**self._who, draft_id=self.draft_id)
            self._tasks.run(self._drop, command, failed=lambda _error: None)
            self.draft_id = None

    def close(self) -> None:
        """The page is left, or the file is in: nothing is saved any more."""
        self._stop_timer()
        self._closed = True

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
