"""``loket office set`` and ``show``: what an administrator types, and what counts afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from desktop.app.cli.run import run as main
from tests.support.whole_office import whole_office


@pytest.fixture
def office(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with whole_office(sqlite_url):
        monkeypatch.setenv("LOKET_DATABASE_URL", sqlite_url)
        yield


def test_what_is_set_counts_and_nothing_takes_it_back(
    office: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["office", "set", "files.cut_off=14:00", "receipt.told_by=whatsapp, come_back"]) == 0
    capsys.readouterr()
    assert main(["office", "show", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["files.cut_off"] == "14:00"
    assert found["receipt.told_by"] == ["whatsapp", "come_back"]
    assert main(["office", "set", "files.cut_off="]) == 0
    capsys.readouterr()
    main(["office", "show", "--json"])
    assert json.loads(capsys.readouterr().out)["files.cut_off"] == ""


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("files.cutoff=14:00", "office.unknown_setting"),
        ("files.cut_off=2 pm", "office.setting_value"),
        ("files.return_days=soon", "office.setting_value"),
        ("files.cut_off", "office.setting_form"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    office: None, capsys: pytest.CaptureFixture[str], typed: str, code: str
) -> None:
    assert main(["office", "set", "files.return_days=9", typed, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"] == code
    main(["office", "show", "--json"])
    assert json.loads(capsys.readouterr().out)["files.return_days"] == 14
