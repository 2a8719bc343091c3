"""A document's text: what a reader made of a PDF, a word processor's file or plain text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentText:
    """``text``: paragraphs parted by an empty line, lines that are no paragraphs by a line end; never empty.

    ``reader`` is the program and its version. ``title`` is the document's first heading, where its form shows that it
    is one: never what the file's own properties claim. ``warnings`` say what is not as it should be.
    """

    text: str
    reader: str
    title: str | None = None
    warnings: tuple[str, ...] = ()
