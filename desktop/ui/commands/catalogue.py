"""The table of commands and keys (look.md, section 10); data only. Whether one may run now is said elsewhere.

Function and modifier keys, never bare letters; a key keeps its meaning in every state of a window.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

STAFF = frozenset({"counter", "backoffice", "supervisor", "admin"})
ALL = STAFF | {"display"}


@dataclass(frozen=True, slots=True)
class Command:
    """One action.

    Attributes:
        id: stable name, "area.verb".
        title_code: code of its title; a window may show another title for its state.
        keys: key sequences in Qt's portable form; the first is on the button.
        stations: kinds of station that have it.
        roles: staff roles that may use it; empty for everyone at the station.
        icon: name of its icon.
        in_menu: whether F10 lists it.
    """

    id: str
    title_code: str
    keys: tuple[str, ...] = ()
    stations: frozenset[str] = STAFF
    roles: frozenset[str] = frozenset()
    icon: str = "chevron-right"
    in_menu: bool = True


_COUNTER = frozenset({"counter"})
_DISPLAY = frozenset({"display"})
_KIOSK = frozenset({"kiosk"})

COMMANDS: tuple[Command, ...] = (
    Command("shell.help", "shell.command.help", ("F1",), STAFF, icon="keyboard", in_menu=False),
    Command("counter.next_step", "shell.command.next_step", ("F2",), _COUNTER, icon="megaphone"),
    Command("counter.recall", "shell.command.recall", ("F3",), _COUNTER, icon="repeat"),
    Command("counter.finish", "shell.command.finish", ("F4",), _COUNTER, icon="tick"),
    Command("counter.check_file", "shell.command.check_file", ("F5",), _COUNTER, icon="file-check"),
    Command("counter.hold", "shell.command.hold", ("F6",), _COUNTER, icon="pause"),
    Command("counter.transfer", "shell.command.transfer", ("F7",), _COUNTER, icon="transfer"),
    Command("counter.no_show", "shell.command.no_show", ("F8",), _COUNTER, icon="person-x"),
    Command("shell.scan", "shell.command.scan", ("F9",), STAFF, icon="scan"),
    Command("shell.more", "shell.command.more", ("F10",), STAFF, icon="menu", in_menu=False),
    Command("counter.list", "shell.command.list", ("F11",), _COUNTER, icon="people"),
    Command("counter.break", "shell.command.break", ("F12",), _COUNTER, icon="cup"),
    Command("counter.undo", "shell.command.undo", ("Ctrl+Z",), _COUNTER, icon="undo"),
    Command("counter.no_ticket", "shell.command.no_ticket", ("Ctrl+N",), _COUNTER, icon="plus"),
    Command("counter.note", "shell.command.note", ("Ctrl+K",), STAFF, icon="note"),
    Command("counter.add_service", "shell.command.add_service", (), _COUNTER, icon="file"),
    Command("counter.appointments", "shell.command.appointments", (), _COUNTER, icon="calendar"),
    Command("counter.confirm", "shell.command.confirm", ("Ctrl+Return", "Ctrl+Enter"), _COUNTER,
            icon="check-circle", in_menu=False),
    Command("shell.emergency", "shell.command.emergency", ("Ctrl+Shift+D",), STAFF, icon="siren"),
    Command("shell.accessibility", "shell.command.accessibility", ("Ctrl+F1",), ALL, icon="text-size"),
    Command("counter.say_queue", "shell.command.say_queue", ("Ctrl+F2",), _COUNTER, icon="volume"),
    Command("display.say_last", "shell.command.say_last", ("Ctrl+F2",), _DISPLAY, icon="volume"),
    Command("shell.sign_out", "shell.command.sign_out", (), STAFF, icon="sign-out"),
    *(
        Command(f"kiosk.key_{n}", "shell.command.kiosk_choose", (str(n),), _KIOSK, in_menu=False)
        for n in range(1, 10)
    ),
)  # fmt: skip

_BY_ID = {command.id: command for command in COMMANDS}


def command_by_id(command_id: str) -> Command:
    """Return one command.

    Raises:
        KeyError: no command has that id.
    """
    return _BY_ID[command_id]


def commands_for(station: str, roles: frozenset[str] | None = None) -> tuple[Command, ...]:
    """Return the commands of a station in the catalogue's order; `roles` None means all roles."""
    return tuple(
        c for c in COMMANDS if station in c.stations and (roles is None or not c.roles or c.roles & roles)
    )


def key_conflicts(station: str) -> dict[str, list[str]]:
    """Return keys that more than one command of a station claims, with the commands' ids."""
    owners: dict[str, list[str]] = defaultdict(list)
    for command in commands_for(station):
        for key in command.keys:
            owners[key].append(command.id)
    return {key: ids for key, ids in owners.items() if len(ids) > 1}


def key_label(key: str) -> str:
    """Return a key as caps show it: Ctrl+Enter for Ctrl+Return."""
    return key.replace("Return", "Enter")
