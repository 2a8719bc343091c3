"""Paragraphs: the blocks of a body as plain text, in order."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from crawler.extract.blocks import CELLS, Token


@dataclass(slots=True)
class Paragraph:
    """One paragraph, and which tokens it is made of (several where it is a table's row)."""

    text: str
    runs: list[int]
    mark: str = ""  # what a list put before the words

    @property
    def words(self) -> str:
        """The text without the list's mark."""
        return self.text[len(self.mark) :]


@dataclass(slots=True)
class _Container:
    tag: str
    number: int = 0  # of a list: its last item
    fresh: bool = True  # of an item: it has had no paragraph yet


@dataclass(slots=True)
class _Row:
    cells: list[list[int]] = field(default_factory=list)  # runs, by cell
    nested: bool = False  # it holds another table


def paragraphs(tokens: Sequence[Token]) -> list[Paragraph]:
    """The paragraphs, with ``- `` before a list's item, ``1. `` before a numbered one.

    A row of a table is one paragraph, its cells parted by `` | ``; a row whose cells hold several paragraphs or another
    table is layout, not data, and gives each of them.
    """
    rows = _data_rows(tokens)
    out: list[Paragraph] = []
    stack: list[_Container] = []
    for index, token in enumerate(tokens):
        if token.kind == "open":
            if token.tag == "li" and stack:
                stack[-1].number += 1
            stack.append(_Container(token.tag, int(token.text or "1") - 1 if token.tag == "ol" else 0))
        elif token.kind == "close":
            stack.pop()
        elif index not in rows:
            mark = _mark(stack)
            out.append(Paragraph(mark + token.text, [index], mark))
        elif rows[index][0] == index:
            text = " | ".join(tokens[run].text.replace("\n", " ") for run in rows[index])
            out.append(Paragraph(text, rows[index]))
    return out


def _mark(stack: list[_Container]) -> str:
    """What a list puts before the first paragraph of an item."""
    if len(stack) < 2 or stack[-1].tag != "li" or not stack[-1].fresh:
        return ""
    stack[-1].fresh = False
    return f"{stack[-2].number}. " if stack[-2].tag == "ol" else "- "


def _data_rows(tokens: Sequence[Token]) -> dict[int, list[int]]:
    """For each run that is a cell of a data row: all runs of that row."""
    found: dict[int, list[int]] = {}
    open_rows: list[_Row] = []
    for index, token in enumerate(tokens):
        if token.kind == "run":
            if open_rows and open_rows[-1].cells:
                open_rows[-1].cells[-1].append(index)
        elif token.tag == "tr":
            if token.kind == "open":
                if open_rows:
                    open_rows[-1].nested = True
                open_rows.append(_Row())
            else:
                row = open_rows.pop()
                filled = [cell for cell in row.cells if cell]
                if not row.nested and all(len(cell) == 1 for cell in filled):
                    runs = [cell[0] for cell in filled]
                    found.update(dict.fromkeys(runs, runs))
        elif token.kind == "open" and token.tag in CELLS and open_rows:
            open_rows[-1].cells.append([])
    return found
