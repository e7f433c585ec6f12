"""The sentences of the counter's window, made from its state and the texts of one language."""

from __future__ import annotations

from desktop.ui.counter.state import Current, Row, Said, Scene
from desktop.ui.i18n import Texts

_TIMES = {1: "counter.times_1", 2: "counter.times_2", 3: "counter.times_3"}
_PRIORITY = {
    "elderly": "counter.priority.elderly",
    "disabled": "counter.priority.disabled",
    "pregnant_nursing": "counter.priority.pregnant_nursing",
    "infant": "counter.priority.infant",
    "ill": "counter.priority.ill",
}
_NEEDS = {
    "wheelchair": "counter.need.wheelchair",
    "deaf": "counter.need.deaf",
    "blind": "counter.need.blind",
    "sign_language": "counter.need.sign_language",
    "companion": "counter.need.companion",
}
HOLD = {
    "documents": "counter.hold.documents",
    "form": "counter.hold.form",
    "payment": "counter.hold.payment",
    "system": "counter.hold.system",
    "other": "counter.hold.other",
}
OUTCOMES = {
    "done": ("done", "shell.state.done"),
    "no_show": ("no_show", "shell.state.no_show"),
    "hold": ("hold", "shell.state.hold"),
    "transferred": ("waiting", "counter.transferred"),
    "unserved": ("offline", "shell.state.unserved"),
}


#: So many of the numbers that went before are named.
NAMED = 3


def said(texts: Texts, what: Said) -> str:
    """A text with its arguments; lists become "a, b, dan c"."""
    args = {
        name: texts.items([str(one) for one in value]) if isinstance(value, (list, tuple)) else value
        for name, value in what.args.items()
    }
    if "state" in args:
        args["state"] = state_word(texts, str(args["state"]))
    return texts.text(what.code, **args)


def state_word(texts: Texts, state: str) -> str:
    """A ticket's state in words."""
    code = f"shell.state.{state}"
    return texts.text(code) if texts.has(code) else state


def priority(texts: Texts, reason: str | None) -> str:
    """Prioritas lansia; Prioritas where no reason was given."""
    return texts.text(_PRIORITY.get(reason or "", "counter.priority.plain"))


def needs(texts: Texts, codes: tuple[str, ...]) -> str:
    """What help the person asked for, "" for none."""
    return texts.items([texts.text(_NEEDS[code]) for code in codes if code in _NEEDS])


def why(texts: Texts, scene: Scene, *, long: bool = False) -> str:
    """The answer to "why this one?"; ``long`` names the numbers that went before."""
    if scene.why is None or not scene.rows:
        return ""
    first = scene.rows[0]
    # In the list the longest reason would push the rest of the answer out of its one line.
    reason = None if first.priority_reason == "pregnant_nursing" and not long else first.priority_reason
    args = {**scene.why.args, "priority": priority(texts, reason)}
    args["time"] = texts.time(first.since)
    numbers = args.pop("numbers", [])
    line = texts.text(scene.why.code, **args)
    if long and numbers:
        # The newest few are what a clerk remembers; after a long spell the line must still be one line.
        named = ", ".join(numbers[:NAMED]) + (" ..." if len(numbers) > NAMED else "")
        return texts.text("counter.why_numbers", why=line, numbers=named)
    return line


def waited(texts: Texts, minutes: int) -> str:
    """Menunggu 23 menit."""
    return texts.text("counter.waited", minutes=texts.minutes(minutes * 60))


def short_minutes(texts: Texts, minutes: int) -> str:
    """23 menit; below a minute "< 1 menit", for columns."""
    return texts.minutes(minutes * 60) if minutes else texts.text("counter.under_minute")


def called(texts: Texts, current: Current) -> str:
    """Dipanggil 13.57, satu kali."""
    if not current.times:
        return texts.text("counter.not_called_aloud")
    code = _TIMES.get(current.times, "counter.times_more")
    return texts.text(
        "counter.called_at",
        time=texts.time(current.called),
        times=texts.text(code, count=current.times),
    )


def took(texts: Texts, current: Current) -> str:
    """Ambil nomor 13.31, menunggu 26 menit."""
    return texts.text(
        "counter.took_number", time=texts.time(current.issued), minutes=texts.minutes(current.waited_s)
    )


def left(texts: Texts, current: Current, *, short: bool = False) -> tuple[str, bool]:
    """What is left of the norm ("sisa 3 menit 48 detik"), or how far it is over; and whether it is over."""
    elapsed = current.elapsed_s or 0
    over = elapsed - current.norm_s
    if over > 0:
        span = texts.minutes(over) if over >= 60 else texts.duration(over)
        return texts.text("counter.over_norm", duration=span), True
    rest = -over
    if short and rest >= 60:
        return texts.remaining(rest - rest % 60), False
    return texts.remaining(rest), False


def row_note(texts: Texts, row: Row) -> tuple[str, str, str] | None:
    """The small line of a row: words, icon, colour role; None where there is nothing to say."""
    if row.state in ("hold", "no_show"):
        icon = "pause" if row.state == "hold" else "repeat"
        return held_line(texts, row), icon, "muted"
    if row.unprinted:
        return texts.text("counter.unprinted"), "printer", "state:late"
    if row.klass == "appointment":
        return texts.text("counter.appointment_at", time=texts.time(row.since)), "calendar", "muted"
    if row.sent_here:
        return texts.text("counter.sent_here"), "transfer", "muted"
    if row.returned:
        return texts.text("counter.came_back"), "repeat", "muted"
    if row.klass == "priority":
        return priority(texts, row.priority_reason), "heart", "state:priority"
    return None


def held_line(texts: Texts, row: Row) -> str:
    """Why it is on hold and until when; until when a missed one may return."""
    if row.state == "no_show":
        return "" if row.until is None else texts.text("counter.missed_until", time=texts.time(row.until))
    line = row.note or texts.text(HOLD.get(row.hold_reason or "", "counter.hold.other"))
    if row.until is None:
        return line
    return texts.text("counter.held_until", reason=line, time=texts.time(row.until))


def primary(
    texts: Texts, scene: Scene, *, compact: bool = False, narrow: bool = False
) -> tuple[str, str, str]:
    """The next step on F2: title, the line that says what will happen, icon.

    compact: the title names the number; narrow: a shorter line.
    """
    first = scene.rows[0].number if scene.rows else ""
    number = scene.current.number if scene.current is not None else ""
    if scene.next_step == "start":
        return texts.text("counter.start"), texts.text("counter.start_line", number=number), "desk"
    if scene.next_step == "finish":
        return texts.text("counter.finish_one"), texts.text("counter.finish_line", number=number), "tick"
    if scene.next_step == "call_finishing":
        if compact:
            line = texts.text("counter.call_closes", number=number)
            return texts.text("counter.call_number", number=first), line, "megaphone"
        if narrow:
            line = texts.text("counter.call_finishing_short", number=number, next=first)
        else:
            line = texts.text("counter.call_finishing_line", number=number, next=first)
        return texts.text("counter.call_next"), line, "megaphone"
    if compact and first:
        line = texts.text("counter.call_line_short", counter=scene.counter)
        return texts.text("counter.call_number", number=first), line, "megaphone"
    line = texts.text("counter.call_line", number=first, counter=scene.counter) if first else ""
    return texts.text("counter.call_next"), line, "megaphone"


def accent_state(row: Row) -> str:
    """The colour role of why the first is first."""
    return "state:priority" if row.klass == "priority" else "accent-text"
