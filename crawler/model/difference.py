"""A difference: what changed between two revisions of a statement, word by word, and over which interval."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from crawler.model.capture import Capture

Class = Literal[
    "typo",  # letters of a word, its case, its punctuation
    "number",  # a number or a date in the text
    "name",  # a proper name
    "wording",  # words of a sentence that stays
    "added",  # a sentence or paragraph more
    "removed",  # a sentence or paragraph less
    "title",
    "attachment",  # a document swapped, added or taken away
    "translation",  # another language offered, or one not any more
    "metadata",  # nothing of the text: date, number, kind, speakers, tags
]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Edit(_Frozen):
    """One place of the body that reads otherwise. Words are joined with one blank, as the text has them.

    ``before`` empty: something was added; ``after`` empty: something was taken away. A paragraph that stands elsewhere
    now is ``wording`` with ``before`` equal to ``after``, and no removal or addition. ``paragraph`` counts from 0, in
    the later text, or in the earlier one where nothing of the place is left.
    """

    class_: Literal["typo", "number", "name", "wording", "added", "removed"] = Field(alias="class")
    paragraph: int = Field(ge=0)
    before: str
    after: str
    context: str = Field("", description="the words just before it, so that the place is found")

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)


class Moved(_Frozen):
    """A value that is another one now. Null: there was, or is, none."""

    before: str | None
    after: str | None


class Interval(_Frozen):
    """When something became true: after the capture that did not show it yet, by the capture that did."""

    after: Capture | None = Field(description="the last that showed how it was; null: there is none")
    by: Capture = Field(description="the first that showed how it is")


class Difference(_Frozen):
    """What an edit did. ``silent``: the text changed, and no date that the page states moved with it."""

    since: int = Field(ge=1, description="the revision that it is compared with")
    classes: tuple[Class, ...] = Field(min_length=1, description="every class that applies, the weightiest first")
    silent: bool
    interval: Interval
    title: Moved | None = None
    edits: tuple[Edit, ...] = ()
    fields: dict[str, Moved] = Field(default_factory=dict, description="published, updated, number, kind, language …")
    attachments: tuple[Moved, ...] = Field((), description="address and digest: `URL sha256:HEX`, before and after")
    ignored: int = Field(0, ge=0, description="paragraphs left out of the comparison: they are the page's, not its own")
