"""Text in its place, whatever it is: property tests of boxes, lines and pages."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.printing.forms.fields import boxes, date_boxes, text_line
from desktop.printing.forms.marks import CELL_MM, Block, Box, Text, flow, sheet
from desktop.printing.forms.measure import (
    FILLED,
    broken,
    fitted,
    in_boxes,
    printable,
    register_fonts,
    width_mm,
)

register_fonts()
NAMES = st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ '.-", min_size=0, max_size=120).map(
    lambda t: " ".join(t.split())
)


@given(NAMES, st.integers(1, 34))
def test_boxes_hold_every_character_and_no_more_rows_than_needed(text: str, count: int) -> None:
    rows = in_boxes(text, count)
    assert all(len(row) <= count for row in rows)
    assert len(rows) == max(1, -(-len(text) // count))
    assert "".join(rows).replace(" ", "") == text.replace(" ", "")


@given(NAMES, st.integers(1, 34))
def test_box_marks_stay_inside_their_room(text: str, count: int) -> None:
    drawn = boxes(text, count, 34 * CELL_MM)
    assert drawn.width == count * CELL_MM
    written = [mark for mark in drawn.marks if isinstance(mark, Text)]
    frames = [mark for mark in drawn.marks if isinstance(mark, Box)]
    assert all(mark.x >= 0 and mark.x + mark.w <= drawn.width + 1e-9 for mark in frames)
    assert all(mark.x + len(mark.text) * CELL_MM <= drawn.width + CELL_MM for mark in written)
    assert all(mark.y < drawn.height for mark in written)


@given(NAMES, st.integers(3, 34), st.integers(1, 4))
@settings(max_examples=60)
def test_a_line_shrinks_and_grows_but_never_cuts(text: str, cells: int, lines: int) -> None:
    width = cells * CELL_MM
    drawn = text_line(text, width, lines)
    written = [mark for mark in drawn.marks if isinstance(mark, Text)]
    assert "".join(mark.text for mark in written).replace(" ", "") == text.replace(" ", "")
    for mark in written:
        assert mark.x + width_mm(mark.text, FILLED, mark.size) <= width + 1e-6
        assert 0 < mark.y < drawn.height
    assert drawn.height >= lines * CELL_MM


@given(st.text(max_size=80), st.floats(4.0, 120.0))
@settings(max_examples=60)
def test_any_text_breaks_into_lines_that_fit(text: str, room: float) -> None:
    plain = printable(text, FILLED)
    assert plain == " ".join(plain.split()) or not plain.isascii()
    for line in broken(plain, FILLED, 8.0, room):
        assert width_mm(line, FILLED, 8.0) <= room or len(line) == 1
    lines, size = fitted(plain, FILLED, room, size=8.0, least=5.5, lines=2)
    assert 5.5 <= size <= 8.0
    assert "".join(lines).replace(" ", "") == "".join(plain.split())


@given(st.lists(st.tuples(st.floats(0.5, 60.0), st.booleans()), max_size=60))
@settings(max_examples=60)
def test_every_block_is_placed_once_in_its_order_and_inside_its_page(
    blocks: list[tuple[float, bool]],
) -> None:
    head = Block(5.0)
    given_blocks = [Block(height, keep=keep, head=head) for height, keep in blocks]
    pages = flow(given_blocks, 100.0)
    placed = [block for page in pages for _, block in page.placed if block is not head]
    assert [id(block) for block in placed] == [id(block) for block in given_blocks]
    for page in pages:
        bottom = 0.0
        for top, block in page.placed:
            assert top >= bottom - 1e-6
            bottom = top + block.height
        assert bottom <= 100.0 + 1e-6


@given(st.dates())
def test_a_date_fills_eight_boxes(day: object) -> None:
    drawn = date_boxes(str(day))
    digits = "".join(mark.text for mark in drawn.marks if isinstance(mark, Text) and mark.pitch_mm)
    assert digits == f"{day:%d%m}{str(day)[:4]}"
    assert sum(isinstance(mark, Box) for mark in drawn.marks) == 8


def test_what_is_no_date_is_not_lost() -> None:
    drawn = date_boxes("sekitar 1960")
    assert [mark.text for mark in drawn.marks if isinstance(mark, Text)][-1] == "SEKITAR 1960"


def test_papers_have_columns_of_4_mm() -> None:
    for paper, orientation, columns in (
        ("F4", "portrait", 48), ("A4", "portrait", 48), ("F4", "landscape", 78), ("A4", "landscape", 69),
        ("A3", "landscape", 100),
    ):  # fmt: skip
        on = sheet(paper, orientation)
        assert on.columns == columns
        assert 9.0 <= on.left_mm <= 10.5
