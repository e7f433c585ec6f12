"""``loket forms list, print, check``: printed forms without a window, and a look at a form that an office wrote."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desktop.app.cli.console import OK, REFUSED
from desktop.app.cli.parsing import Parser
from desktop.app.cli.tools import add_common, identity, open_tool
from desktop.domain.errors import EnvironmentFault, LoketError, UserError

if TYPE_CHECKING:
    from desktop.app.cli.console import Console
    from desktop.app.headless import OpenOffice
    from desktop.printing.forms import Form

PAPERS: Final = ("F4", "A4", "A3")


def build(parser: Parser, command: str) -> None:
    """Declare the subcommands."""
    place = parser.commands()
    listed = parser.add(place, "list", "formsheet.help_list")
    add_common(listed)
    listed.set_defaults(run=_list)
    printed = parser.add(place, "print", "formsheet.help_print")
    printed.add_argument("code", metavar="CODE", help=printed.words("formsheet.help_code"))
    printed.add_argument("--file", metavar="NUMBER", help=printed.words("formsheet.help_file"))
    printed.add_argument("--out", metavar="FILE", help=printed.words("formsheet.help_out"))
    printed.add_argument("--paper", choices=PAPERS, help=printed.words("formsheet.help_paper"))
    printed.add_argument("--staff", metavar="LOGIN", help=printed.words("formsheet.help_staff"))
    add_common(printed, writes=True)
    printed.set_defaults(run=_print)
    checked = parser.add(place, "check", "formsheet.help_check")
    checked.add_argument("file", metavar="FILE", help=checked.words("formsheet.help_check_file"))
    add_common(checked)
    checked.set_defaults(run=_check)


def take_own_forms() -> None:
    """Let the office's own forms (docs/guide/forms.md) be found beside this PC's settings."""
    from desktop.app.settings import home_folder
    from desktop.printing.forms import use_folder

    use_folder(home_folder() / "forms")


def _list(arguments: Any, console: Console) -> int:
    from desktop.office.files.form_output import offer_of
    from desktop.printing.forms import form_codes, load_form

    take_own_forms()
    offers, lines, problems = [], [], []
    english = console.language == "en"
    for code in form_codes():
        try:
            one = offer_of(load_form(code))
        except UserError as error:
            problems += console.sentences(error)
            continue
        offers.append(one)
        title = one.title_en if english else one.title_id
        lines.append(f"{one.code:<8} v{one.version}  {', '.join(one.papers):<8} {title}")
    return console.result({"forms": offers, "problems": problems}, *lines, *problems)


def _print(arguments: Any, console: Console) -> int:
    from desktop.office.files.form_output import save_empty_form, write_file
    from desktop.printing.forms import FormSnapshot, load_form, render_form

    take_own_forms()
    form = load_form(arguments.code.strip().upper())
    if arguments.file:
        with open_tool(arguments) as office:
            return _print_filled(office, arguments, console, form)
    out = arguments.out or f"{form.code}.pdf"
    try:
        with open_tool(arguments) as office:
            saved = office.read(save_empty_form, office.office_id, form.code, arguments.paper, out)
    except EnvironmentFault as error:
        if error.code != "database.no_file":
            raise
        # A form to write on needs no office; only its name at the top is missing.
        saved = write_file(out, render_form(form, FormSnapshot.empty(form), paper=arguments.paper))
    return _said(console, form, saved, "", [])


def _print_filled(office: OpenOffice, arguments: Any, console: Console, form: Form) -> int:
    from desktop.office.files.form_output import look_at_form, save_kept_form
    from desktop.office.files.forms import PrintForm, print_form
    from desktop.office.live.file_search import open_by_code
    from desktop.office.staff import find_staff

    paper = arguments.paper
    if paper is not None and paper not in {str(one.paper) for one in form.papers}:
        raise UserError("forms.paper", form=form.code, paper=paper)  # before anything is kept
    head = office.read(open_by_code, office.office_id, arguments.file)
    login = arguments.staff
    staff = office.read(find_staff, office.office_id, login).staff_id if login else None
    look = office.read(look_at_form, office.office_id, head.application_id, form.code, staff)
    kept = office.run(
        print_form,
        PrintForm(
            office_id=office.office_id,
            staff_id=staff,
            application_id=head.application_id,
            form=form.code,
            **identity(arguments),
        ),
    ).value
    out = arguments.out or f"{form.code}-{head.number}.pdf"
    saved = office.read(save_kept_form, office.office_id, kept.document_id, paper, out)
    return _said(console, form, saved, head.number, list(look.findings))


def _said(console: Console, form: Form, saved: str, number: str, findings: list[Any]) -> int:
    lines = []
    for one in findings:
        english = console.language == "en"
        label = one.label_en if english else one.label_id
        section = one.section_en if english else one.section_id
        named = f"{label} ({section})" if label and section else label or section
        lines.append(console.text(one.code, label=named, detail=one.detail))
    value = {
        "form": form.code,
        "version": form.version,
        "file": number or None,
        "out": saved,
        "findings": findings,
    }
    return console.result(value, *lines, console.text("formsheet.saved", file=saved))


def _check(arguments: Any, console: Console) -> int:
    """Every mistake with its line and place; a form that can be read is drawn on each of its papers."""
    from desktop.printing.forms import FormSnapshot, form_problems, read_form, render_form

    path = Path(arguments.file)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        cause = getattr(error, "strerror", None) or "UTF-8"
        raise UserError("formsheet.cannot_read", file=str(path), cause=cause) from error
    problems: list[LoketError] = list(form_problems(text, path.name))
    if not problems:
        form = read_form(text, path.name)
        wanted = f"{form.code.lower()}.v{form.version}.toml"
        if path.name != wanted:
            problems.append(UserError("formsheet.check_name", file=path.name, wanted=wanted))
        for choice in form.papers:
            try:
                render_form(form, FormSnapshot.empty(form), paper=choice.paper)
            except LoketError as error:
                problems.append(error)
    if problems:
        sentences = [sentence for one in problems for sentence in console.sentences(one)]
        sentences.append(console.text("formsheet.check_bad", file=path.name, count=len(problems)))
        details = [{"problem": one.code, **dict(one.details)} for one in problems]
        console.failure("formsheet.refused", sentences, {"problems": details})
        return REFUSED
    papers = ", ".join(dict.fromkeys(str(one.paper) for one in form.papers))
    fields = sum(1 for _field in form.fields())
    good = console.text(
        "formsheet.check_good", form=form.code, version=form.version, papers=papers, count=fields
    )
    console.result(
        {"form": form.code, "version": form.version, "papers": papers.split(", "), "fields": fields}, good
    )
    return OK
