"""Requirements of a service and the clerk's answers to them. Called by ``registering`` and the intake query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.domain.errors import UserError
from desktop.domain.files import ITEM_VALUES
from desktop.office.files.commands import ItemAnswer


@dataclass(frozen=True, slots=True)
class Answered:
    """A requirement with its answer."""

    requirement: str
    kind: str
    label: str
    value: str
    note: str
    position: int

    @property
    def missing(self) -> bool:
        """The file is not complete without it."""
        return self.value == "missing"

    @property
    def is_kept(self) -> bool:
        """The original stays with the office: somebody holds it."""
        return self.kind == "original_kept" and self.value == "received"

    @property
    def how(self) -> str:
        """How the receipt tells it: ``received``, ``original_shown``, ``original_kept``, or "" to leave it out."""
        if self.is_kept:
            return "original_kept"
        return self.value if self.value in ("received", "original_shown") else ""


def answered(
    content: Mapping[str, Any],
    answers: Iterable[ItemAnswer],
    language: str,
    before: Mapping[tuple[str, str], tuple[str, str | None]] | None = None,
) -> tuple[Answered, ...]:
    """Every requirement of a service version with its answer, in the version's order.

    Args:
        content: the version's stored content.
        answers: the clerk's; what is not answered is as it was ``before``, else missing.
        language: of the labels.
        before: (requirement, kind) to (value, note) of an earlier visit.

    Raises:
        UserError: ``file.unknown_requirement`` (requirement) for an answer to something that is not asked;
            ``file.answer`` (value) for a value that does not exist.
    """
    given: dict[tuple[str, str], ItemAnswer] = {}
    for answer in answers:
        if answer.value not in ITEM_VALUES:
            raise UserError("file.answer", value=answer.value)
        given[(answer.requirement, answer.kind)] = answer
    rows: list[Answered] = []
    for position, one in enumerate(content.get("requirements") or ()):
        key = (str(one["id"]), str(one["kind"]))
        value, note = (before or {}).get(key, ("missing", None))
        if key in given:
            answer = given.pop(key)
            value, note = answer.value, answer.note
        label = str(one["label"].get(language) or one["label"]["id"])
        rows.append(Answered(*key, label, value, (note or "").strip()[:300], position))
    if given:
        raise UserError("file.unknown_requirement", requirement=next(iter(given))[0])
    return tuple(rows)
