"""The rules of a whole catalogue, over plain data as a file holds it; any layer may call this."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

import msgspec

from desktop.domain.catalogue.shape import Path, Problem, check_shape, shown
from desktop.domain.catalogue.types import STATES, Catalogue, Service, Step

FORMAT: Final = "loket-catalogue-1"
MAX_PROBLEMS: Final = 20
"""How many problems are reported at once; more would only hide the first."""

LETTERS: Final = "A .. O, Q .. Z"
"""What a group's letter may be."""

PRIORITY_LETTER: Final = "P"
"""The letter of priority tickets, which no group may have."""


def catalogue_from_plain(plain: object) -> tuple[Catalogue | None, list[Problem]]:
    """Make a catalogue of plain data (None, bool, int, str, list, dict), or say what is wrong with it.

    Returns:
        The catalogue and no problems, or None and up to `MAX_PROBLEMS` of them. Rules that tie several fields
        together are looked at once every field is right by itself.
    """
    if isinstance(plain, dict) and "format" in plain and plain["format"] != FORMAT:
        # Another version is another set of keys: to list what they lack would help nobody.
        return None, [Problem("catalogue.other_format", ("format",), FORMAT, shown(plain["format"]))]
    problems = list(islice(check_shape(plain, Catalogue), MAX_PROBLEMS))
    if problems:
        return None, problems
    catalogue = msgspec.convert(plain, Catalogue)
    problems = list(islice(_check_rules(catalogue), MAX_PROBLEMS))
    return (None, problems) if problems else (catalogue, [])


def catalogue_to_plain(catalogue: Catalogue) -> dict[str, Any]:
    """Return the catalogue as plain data in the order of its fields, without optional parts that are empty."""
    plain = msgspec.to_builtins(catalogue)
    assert isinstance(plain, dict)
    return plain


def _check_rules(catalogue: Catalogue) -> Iterator[Problem]:
    letters = [group.letter for group in catalogue.groups]
    for index, letter in enumerate(letters):
        if letter == PRIORITY_LETTER:
            yield Problem("catalogue.letter_reserved", ("groups", index, "letter"), LETTERS, letter)
    yield from _check_unique(letters, ("groups",), "letter", LETTERS)
    for name, steps in catalogue.procedures.items():
        yield from _check_steps(steps, ("procedures", name))
    yield from _check_unique([service.code for service in catalogue.services], ("services",), "code")
    for index, service in enumerate(catalogue.services):
        path: Path = ("services", index)
        if service.group not in letters:
            yield Problem("catalogue.no_such_group", (*path, "group"), ", ".join(letters), service.group)
        if service.procedure not in catalogue.procedures:
            allowed = ", ".join(catalogue.procedures)
            place = (*path, "procedure")
            yield Problem("catalogue.no_such_procedure", place, allowed, service.procedure)
        yield from _check_service(service, path)


def _check_steps(steps: list[Step], path: Path) -> Iterator[Problem]:
    reached = 0
    for index, step in enumerate(steps):
        if step.step != index + 1:
            yield Problem("catalogue.step_order", (*path, index, "step"), str(index + 1), str(step.step))
        rank = STATES.index(step.state)
        if rank < reached:
            yield Problem(
                "catalogue.state_goes_back", (*path, index, "state"), ", ".join(STATES[reached:]), step.state
            )
        reached = max(reached, rank)


def _check_service(service: Service, path: Path) -> Iterator[Problem]:
    if service.fee.amount is None and service.fee.text is None:
        yield Problem(
            "catalogue.fee_form", (*path, "fee", "text"), "{amount: 0}, {amount: null, text: {...}}"
        )
    if service.fee.amount is not None and service.fee.text is not None:
        yield Problem(
            "catalogue.fee_form",
            (*path, "fee", "amount"),
            "{amount: 0}, {amount: null, text: {...}}",
            str(service.fee.amount),
        )
    yield from _check_unique(service.forms, (*path, "forms"), None)
    pairs = [f"{requirement.id}, {requirement.kind}" for requirement in service.requirements]
    yield from _check_unique(pairs, (*path, "requirements"), "id")


def _check_unique(values: list[str], path: Path, key: str | None, allowed: str = "1 x") -> Iterator[Problem]:
    """Report each later one of equal values; `key` is the field of the list's items that holds them."""
    seen: set[str] = set()
    for index, value in enumerate(values):
        if value in seen:
            place = (*path, index) if key is None else (*path, index, key)
            yield Problem("catalogue.repeated", place, allowed, shown(value))
        seen.add(value)
