"""The two kinds of failure that people are told about; everything else is a bug.

Any layer may raise and catch these. They carry a stable dotted code and plain named arguments, never words:
the texts live in ``resources/translations`` and are put in by ``desktop.ui.i18n``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

JsonValue: TypeAlias = "bool | int | float | str | Sequence[JsonValue] | Mapping[str, JsonValue] | None"

_CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")


class LoketError(Exception):
    """A failure with a stable code that can be shown, stored and compared.

    Attributes:
        code: dotted lower-case name such as ``queue.ticket_not_waiting``; the first part is its area.
        details: the named arguments of the text. They can be written as JSON and hold no personal data.

    Raises:
        ValueError: the code is not dotted lower case, or an argument cannot be written as JSON.
    """

    def __init__(self, code: str, /, **details: JsonValue) -> None:
        if not _CODE.fullmatch(code):
            raise ValueError(f"not an error code: {code!r}")
        for name, value in details.items():
            if not _is_json(value):
                raise ValueError(
                    f"argument {name!r} of {code} cannot be written as JSON: {type(value).__name__}"
                )
        super().__init__(code, details)
        self.code = code
        self.details: dict[str, JsonValue] = dict(details)

    def __str__(self) -> str:
        """One line for logs: the code, then the arguments."""
        if not self.details:
            return self.code
        return self.code + " " + " ".join(f"{name}={value!r}" for name, value in self.details.items())

    def __reduce__(self) -> tuple[object, tuple[type[LoketError], str, dict[str, JsonValue]]]:
        """Survive pickling, which would otherwise lose the named arguments."""
        return _rebuild, (type(self), self.code, self.details)


class UserError(LoketError):
    """The person asked for something that cannot be done; shown in place, next to what they did."""


class EnvironmentFault(LoketError):
    """The database, a printer, the disk or the network failed; shown as a bar with its cause and a retry."""


def _rebuild(kind: type[LoketError], code: str, details: dict[str, JsonValue]) -> LoketError:
    return kind(code, **details)


def _is_json(value: object) -> bool:
    if value is None or isinstance(value, (bool, int, float, str)):
        return True
    if isinstance(value, Mapping):
        return all(isinstance(key, str) and _is_json(item) for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return all(_is_json(item) for item in value)
    return False
