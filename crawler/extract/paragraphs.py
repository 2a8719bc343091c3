"""Paragraphs: the blocks of a body as plain text, in order."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from crawler.extract.blocks import CELLS, Token


@dataclass(slots=True)
class Paragraph:
    """One paragraph, and which tokens it is made of (several where it is a table's row)."""

    text: str
    runs: list[int]


@dataclass(slots=True)
class _Container:
    tag: str
    number: int = 0  # the last item's
    fresh: bool = True
    cells: list[list[int]] = field(default_factory=list)  # of a row: its runs, by cell


def paragraphs(tokens: Sequence[Token]) -> list[Paragraph]:
    """The paragraphs, with ``- `` before a list's item, ``1. `` before a numbered one.

    A row of a table is one paragraph, its cells parted by `` | ``; a row whose cells hold several paragraphs is layout,
    not data, and gives each of them.
    """
    out: list[Paragraph] = []
    stack: list[_Container] = []
    for index, token in enumerate(tokens):
        if token.kind == "open":
            _open(token, stack)
        elif token.kind == "close":
            closed = stack.pop()
            if closed.tag == "tr":
                _row(closed, tokens, out)
        else:
            row = next((item for item in reversed(stack) if item.tag == "tr"), None)
            if row is not None and row.cells:
                row.cells[-1].append(index)
            else:
                out.append(Paragraph(_prefix(stack) + token.text, [index]))
    return out


def _open(token: Token, stack: list[_Container]) -> None:
    container = _Container(token.tag)
    if token.tag == "ol":
        container.number = int(token.text or "1") - 1
    elif token.tag == "li" and stack:
        stack[-1].number += 1
    elif token.tag in CELLS and stack:
        stack[-1].cells.append([])
    stack.append(container)


def _prefix(stack: list[_Container]) -> str:
    """What a list puts before the first paragraph of an item."""
    if len(stack) < 2 or stack[-1].tag != "li" or not stack[-1].fresh:
        return ""
    stack[-1].fresh = False
    return f"{stack[-2].number}. " if stack[-2].tag == "ol" else "- "


def _row(row: _Container, tokens: Sequence[Token], out: list[Paragraph]) -> None:
    filled = [cell for cell in row.cells if cell]
    if all(len(cell) == 1 for cell in filled):
        if filled:
            runs = [cell[0] for cell in filled]
            out.append(Paragraph(" | ".join(tokens[run].text.replace("\n", " ") for run in runs), runs))
        return
    out.extend(Paragraph(tokens[run].text, [run]) for cell in filled for run in cell)
