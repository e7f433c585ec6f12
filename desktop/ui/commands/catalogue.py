"""The table of commands and keys (look.md, section 10); data only. Whether one may run now is said elsewhere.

Function and modifier keys, never bare letters; a key keeps its meaning in every state of a window.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

PAGE = "page"
"""The commands of a page (``desktop.ui.shell.page``) that lies over a station's body while it is open."""

STAFF = frozenset({"counter", "backoffice", "supervisor", "admin", PAGE})
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
_BACK = frozenset({"backoffice"})
_OFFICE = frozenset({"counter", "backoffice", "supervisor", "admin"})
_PAGE = frozenset({PAGE})

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
    Command("files.find", "shell.command.find_file", ("Ctrl+F",), _OFFICE, icon="search"),
    Command("files.lists", "shell.command.file_lists", (), frozenset({"counter"}), icon="calendar"),
    Command("files.hand_over", "shell.command.hand_over", (), frozenset({"counter"}), icon="hand-over"),
    Command("files.new", "shell.command.new_file", ("Ctrl+Shift+N",), frozenset({"counter"}), icon="plus"),
    Command("files.forms", "shell.command.forms", (), _OFFICE, icon="file"),
    Command("back.primary", "shell.command.open_file", ("F2",), _BACK, icon="file"),
    Command("back.place", "shell.command.place_files", ("F4",), _BACK, icon="shelf"),
    Command("back.next_step", "shell.command.next_file_step", ("F5",), _BACK, icon="arrow-right"),
    Command("back.route", "shell.command.route_files", ("F7",), _BACK, icon="transfer"),
    Command("back.lists", "shell.command.file_lists", ("F11",), _BACK, icon="calendar"),
    Command("back.undo", "shell.command.undo", ("Ctrl+Z",), _BACK, icon="undo"),
    Command("back.new", "shell.command.new_file", ("Ctrl+N",), _BACK, icon="plus"),
    Command("back.agenda", "shell.command.agenda", (), _BACK, icon="printer"),
    Command("back.privacy", "shell.command.privacy", (), _BACK | {"admin"}, icon="lock"),
    Command("back.holidays", "shell.command.holidays", (), _BACK | {"admin"}, icon="calendar"),
    # A page names its own primary action and prints, moves, notes with the keys of every other window.
    Command("page.back", "shell.command.page_back", (), _PAGE, icon="arrow-left"),
    Command("page.primary", "shell.command.page_primary", ("F2",), _PAGE, icon="tick"),
    Command("page.again", "shell.command.page_again", ("F3",), _PAGE, icon="repeat"),
    Command("page.second", "shell.command.page_second", ("F4",), _PAGE, icon="tick"),
    Command("page.next_step", "shell.command.next_file_step", ("F5",), _PAGE, icon="arrow-right"),
    Command("page.print", "shell.command.page_print", ("F6",), _PAGE, icon="printer"),
    Command("page.move", "shell.command.page_move", ("F7",), _PAGE, icon="transfer"),
    Command("page.refuse", "shell.command.page_refuse", ("F8",), _PAGE, icon="x"),
    Command("page.list", "shell.command.page_list", ("F11",), _PAGE, icon="file"),
    Command("page.new", "shell.command.page_new", ("Ctrl+N",), _PAGE, icon="plus"),
    Command("page.undo", "shell.command.undo", ("Ctrl+Z",), _PAGE, icon="undo"),
    Command("page.confirm", "shell.command.confirm", ("Ctrl+Return", "Ctrl+Enter"), _PAGE,
            icon="check-circle", in_menu=False),
    *(
        Command(f"page.value_{n}", f"shell.command.page_value_{n}", (f"Alt+{n}",), _PAGE, in_menu=False)
        for n in range(1, 5)
    ),
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
