"""Every check of `make lint` that is ours can fail: each is shown something bad, and the good beside it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import grimp
import pytest

from tools.checks import house, layers, linux_libs, windows_wheels
from tools.lock import make_lock

SAMPLES = tomllib.loads((Path(__file__).parent / "house_samples.toml").read_text("utf-8"))
BAD = [(sample["rule"], sample["path"], sample["line"]) for sample in SAMPLES["bad"]]
GOOD = [(sample["path"], sample["line"]) for sample in SAMPLES["good"]]


@pytest.mark.parametrize(("rule", "path", "line"), BAD)
def test_a_breach_is_found_and_explained(rule: str, path: str, line: str) -> None:
    found = [breach.split(": ")[1] for breach in house.breaches(path, f"{line}\n")]
    assert found == [rule]


@pytest.mark.parametrize(("path", "line"), GOOD)
def test_what_is_allowed_passes(path: str, line: str) -> None:
    assert list(house.breaches(path, f"{line}\n")) == []


def test_every_rule_has_an_example() -> None:
    assert {rule.name for rule in house.RULES} == {name for name, _, _ in BAD}


@pytest.mark.parametrize(
    ("path", "limit"),
    [
        ("desktop/office/queue.py", 400),
        ("desktop/ui/kiosk/view.py", 300),
        ("desktop/ui/kiosk/ticket_view.py", 300),
        ("desktop/ui/kiosk/presenter.py", 250),
    ],
)
def test_a_file_has_its_limit(path: str, limit: int) -> None:
    assert list(house.breaches(path, "x = 1\n" * limit)) == []
    assert [breach.split(": ")[1] for breach in house.breaches(path, "x = 1\n" * (limit + 1))] == ["length"]


def test_the_files_looked_at_include_this_one() -> None:
    assert Path(__file__).relative_to(house.ROOT).as_posix() in house.files()


def graph_of(*imports: tuple[str, str]) -> grimp.ImportGraph:
    graph = grimp.ImportGraph()
    for importer, imported in imports:
        graph.add_import(importer=importer, imported=imported)
    return graph


@pytest.mark.parametrize(
    ("imports", "sentence"),
    [
        (
            [("desktop.ui.kiosk.presenter", "desktop.ui.widgets.big"), ("desktop.ui.widgets.big", "PySide6")],
            "a presenter must work without Qt",
        ),
        ([("desktop.ui.kiosk.view", "desktop.office.queue")], "a view must not import office"),
        ([("desktop.ui.kiosk.view", "desktop.ui.kiosk.presenter")], "a view must not import a presenter"),
        ([("desktop.ui.kiosk.view", "desktop.ui.counter.list_view")], "a view must not import another view"),
    ],
)
def test_an_import_across_is_found(imports: list[tuple[str, str]], sentence: str) -> None:
    found = layers.breaches(graph_of(*imports))
    assert len(found) == 1
    assert found[0].startswith(sentence)


def test_imports_that_are_allowed_pass() -> None:
    graph = graph_of(
        ("desktop.ui.kiosk.view", "PySide6"),
        ("desktop.ui.kiosk.view", "desktop.ui.widgets.big"),
        ("desktop.ui.kiosk.presenter", "desktop.office.queue"),
        ("desktop.ui.kiosk.presenter", "desktop.ui.kiosk.state"),
        ("desktop.app.stations", "desktop.ui.kiosk.view"),
    )
    assert layers.breaches(graph) == []


def test_missing_linux_libraries_are_named_once_in_one_line() -> None:
    def load(library: str) -> object:
        if library != "libpresent.so.1":
            raise OSError(library)
        return object()

    libraries = {
        "liba.so.1": "liba1",
        "libpresent.so.1": "present1",
        "libb.so.1": "libb1",
        "libb2.so.1": "libb1",
    }
    missing = linux_libs.missing_packages(libraries, load)
    assert missing == ["liba1", "libb1"]
    assert linux_libs.apt_line(missing) == "sudo apt-get install --no-install-recommends liba1 libb1"


def test_a_module_that_cannot_be_loaded_is_reported() -> None:
    assert linux_libs.import_failures(["json", "desktop_without_such_a_module"])[0].startswith(
        "desktop_without"
    )


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, False),
        ({"DISPLAY": ":0"}, True),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "xcb"}, True),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
    ],
)
def test_a_screen_needs_more_libraries(environment: dict[str, str], expected: bool) -> None:
    assert linux_libs.needs_x11(environment) is expected


def test_requirements_are_chosen_as_on_windows() -> None:
    lock = (
        "# a comment\n"
        "both==1.0 \\\n    --hash=sha256:00\n    # via loket\n"
        "here-only==2.0 ; sys_platform == 'linux' \\\n    --hash=sha256:00\n"
        "there==3.0 ; sys_platform == 'win32' \\\n    --hash=sha256:00\n"
        "old==4.0 ; python_full_version < '3.12' \\\n    --hash=sha256:00\n"
    )
    assert windows_wheels.pins_for_windows(lock) == ["both==1.0", "there==3.0"]


def test_a_wheel_that_is_missing_is_not_taken_for_a_network_failure() -> None:
    said = "WARNING: x\nERROR: No matching distribution found for pycups==2.0.4\n"
    assert windows_wheels.explain(said) == "ERROR: No matching distribution found for pycups==2.0.4"
    with pytest.raises(windows_wheels.Unreachable):
        windows_wheels.explain("WARNING: Retrying after NewConnectionError: Failed\nERROR: No matching x")


def test_every_locked_requirement_has_a_hash() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lock = (house.ROOT / name).read_text("utf-8")
        pins = [line for line in lock.splitlines() if "==" in line and not line.lstrip().startswith("#")]
        assert pins
        assert all(line.endswith("\\") for line in pins), name


def test_the_lock_does_not_skip_other_machines() -> None:
    line = f"a==1 ; {make_lock.EVERYWHERE} \\"
    assert make_lock.simplify(line) == "a==1 \\"
    part = f"b==1 ; python_full_version < '3.12' and ({make_lock.EVERYWHERE}) \\"
    assert make_lock.simplify(part) == "b==1 ; python_full_version < '3.12' \\"
    assert make_lock.simplify(f"c==1 ; {make_lock.WINDOWS} \\") == "c==1 ; sys_platform == 'win32' \\"
