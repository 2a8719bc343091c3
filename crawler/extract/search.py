"""The search for a page's main text in its outline: what is left out, what counts, and the container in the end."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lxml import etree

from crawler.extract.chrome import left_out
from crawler.extract.families import Family
from crawler.extract.headline import headline, place_of_title
from crawler.extract.outline import Outline

_HALF: Final = 0.5
_SOME: Final = 0.3
_INNER: Final = 0.5  # share of the prose that a container must hold for the search to go on inside it
_MOST: Final = 0.8
_OWN: Final = 0.15  # share of a container's prose that stands in it directly, between its elements
_FEW: Final = 0.2  # share of a text that may stand in links
_SHORTEST: Final = 20  # characters of a lead
_ENOUGH: Final = 300  # characters of prose that are a statement, whatever else stands on the page
_HARDLY: Final = 0.1
_NEAR: Final = 3  # generations up in which a text may go on
_FOLLOWER: Final = 100  # characters of prose with which it does
_WRAPPERS: Final = frozenset({
    "html", "body", "div", "section", "main", "article", "form", "table", "tbody", "tr", "td", "center", "span", "font",
})  # fmt: skip
_PARAGRAPHS: Final = frozenset({"p", "ul", "ol", "dl", "pre", "blockquote"})
_SUBTITLES: Final = frozenset({"h2", "h3", "h4", "li"})
_TEXTS: Final = _SUBTITLES | {"p"}
_HEADS: Final = frozenset({"h1", "h2", "h3", "h4", "h5"})


@dataclass(frozen=True, slots=True)
class Found:
    """The elements to read: before the text, of the text; what is left out in them; the family that said so."""

    before: list[etree._Element]
    elements: list[etree._Element]
    skip: frozenset[etree._Element]
    family: str | None
    region: etree._Element  # around them
    links: list[etree._Element]  # in them, and where the family has its attachments


class Search:
    """The search on one page."""

    def __init__(
        self, outline: Outline, title: str | None, heading: etree._Element | None, family: Family | None
    ) -> None:
        self.outline = outline
        self.family = family
        self.head = outline.place_of(heading)
        if self.head is None and title:
            self.head = place_of_title(outline, title)
        self.landmarks = [place for place in outline.landmarks if not outline.silent[place]]
        self.gone, self.teasers = left_out(outline, self.head, self.landmarks, family, strict=True)
        self.weight = self._weight(self.head)
        if self.weight[0] < max(_ENOUGH, _HARDLY * outline.total[0]):
            self.gone, self.teasers = left_out(
                outline, self.head, self.landmarks, family, strict=False
            )  # the names deceive: too little would be left
            self.weight = self._weight(self.head)
        if self.head is not None and self.weight[0] < _SOME * self._weight(None)[0]:
            self.head = None  # most of the text stands before it: it is no title of this text
            self.weight = self._weight(None)

    def _below(self, head: int) -> int:
        """The first place behind the title: an element that holds more than its title is not left out for it."""
        more = self.outline.text[head] - self.outline.own[head]
        return head + 1 if more > _SHORTEST else self.outline.ends[head]

    def found(self) -> Found:
        """The result."""
        region = self._region()
        core = self._anchors(region)
        anchored = bool(core)
        if not core:
            core = [self._descend(region)]
        places = [*core, *([] if anchored else self._after(region, core[-1]))]
        before = self._before(region, core[0])
        named = self.family.name if self.family and core == self.by_family else None
        return Found(
            [self.outline.elements[place] for place in before],
            [self.outline.elements[place] for place in places],
            self._skipped(),
            named,
            self.outline.elements[region],
            self._links([*before, *places]),
        )

    def _links(self, places: list[int]) -> list[etree._Element]:
        outline = self.outline
        found = [one for place in places for one in range(place, outline.ends[place]) if outline.tags[one] == "a"]
        kept = {one for one in found if not self.gone[one]}
        kept |= {one for css in (self.family.attachments if self.family else ()) for one in outline.select(css)}
        return [outline.elements[one] for one in sorted(kept)]

    def _skipped(self) -> frozenset[etree._Element]:
        outline = self.outline
        early: list[etree._Element] = []
        if self.head is not None:
            around = set()
            place = self.head
            while place >= 0:
                around.add(place)
                place = outline.parents[place]
            place = 0
            while place < self.head:
                if place not in around:
                    early.append(outline.elements[place])
                    place = outline.ends[place]
                else:
                    place += 1
            if self._below(self.head) == outline.ends[self.head]:
                early += [outline.elements[one] for one in headline(outline, self.head)]
        place = 0
        while place < len(self.gone):
            if self.gone[place]:
                early.append(outline.elements[place])
                place = outline.ends[place]
            else:
                place += 1
        return frozenset(early)

    def _holds_head(self, place: int) -> bool:
        return self.head is not None and place <= self.head < self.outline.ends[place]

    def _weight(self, head: int | None) -> list[int]:
        """The prose in each element that counts: not left out, and after the title."""
        outline = self.outline
        weight = [
            0 if gone or (head is not None and place < head) else prose
            for place, (prose, gone) in enumerate(zip(outline.prose, self.gone, strict=True))
        ]
        for place in range(len(weight) - 1, 0, -1):
            weight[outline.parents[place]] += weight[place]
        return weight

    def _region(self) -> int:
        """The part of the page that holds the statement and what belongs to it: its landmark, where there is one."""
        region = 0
        for tag in ("main", "article"):
            inside = [
                place
                for place in self.landmarks
                if self.outline.within(place, region)
                and not self.gone[place]
                and _is(self.outline.elements[place], tag)
            ]
            outermost = [one for one in inside if not any(other < one < self.outline.ends[other] for other in inside)]
            best = max(outermost, key=lambda place: self.weight[place], default=None)
            if best is None:
                continue
            share = self.weight[best] / max(self.weight[region], 1)
            least = 0.4 if self._holds_head(best) else 0.6
            if len(outermost) == 1 and self.weight[best] >= _ENOUGH:
                least = _FEW
            if share >= least:
                region = best
        return region

    def _anchors(self, region: int) -> list[int]:
        """The innermost elements that the family or their own names call the text's body, with most of the prose."""
        outline = self.outline
        least = max(_HALF * self.weight[region], 1)
        if self.by_family and sum(self.weight[place] for place in self.by_family) >= least:
            return self.by_family
        found: int | None = None
        for place in range(region, outline.ends[region]):
            if outline.purposes[place] != "body" or self.gone[place] or self.weight[place] < least:
                continue
            if found is None or (outline.within(place, found) and self.weight[place] >= 0.85 * self.weight[found]):
                found = place
        return [] if found is None else [found]

    @cached_property
    def by_family(self) -> list[int]:
        """Where the family's template has the text: the first of its selectors that finds prose."""
        if self.family is None:
            return []
        for css in self.family.body:
            found = [place for place in self.outline.select(css) if not self.gone[place] and self.weight[place]]
            if found:
                return [one for one in found if not any(other < one < self.outline.ends[other] for other in found)]
        return []

    def _descend(self, region: int) -> int:
        """From the region inwards, as long as one element holds most of the prose."""
        outline, place = self.outline, region
        while True:
            best, child = -1, place + 1
            while child < outline.ends[place]:
                if self.weight[child] > (self.weight[best] if best >= 0 else 0):
                    best = child
                child = outline.ends[child]
            if best < 0 or self.weight[best] < _INNER * self.weight[place]:
                return place
            if outline.prose[place] > _OWN * self.weight[place]:
                return place  # text stands in it directly
            tag = outline.tags[best]
            if (tag in _PARAGRAPHS and not self._is_layout(best)) or (
                tag not in _WRAPPERS and outline.prose[best] > _HALF * self.weight[best]
            ):
                return place  # a paragraph: its container is what was looked for
            place = best

    def _is_layout(self, place: int) -> bool:
        """A list or quotation in one item of which a whole text stands."""
        outline, child = self.outline, place + 1
        while child < outline.ends[place]:
            if self.weight[child] >= _MOST * self.weight[place]:
                return outline.prose[child] < _HALF * self.weight[child] and outline.tags[child] not in _PARAGRAPHS
            child = outline.ends[child]
        return False

    def _before(self, region: int, core: int) -> list[int]:
        """The lead and what else stands between the title and the text that was found."""
        outline = self.outline
        found = []
        place = region + 1 if self.head is None else self._below(self.head)
        while place < core:
            if outline.within(core, place):
                place += 1
                continue
            if not self.gone[place] and self._is_lead(place):
                found.append(place)
            place = outline.ends[place]
        return found

    def _is_lead(self, place: int) -> bool:
        outline = self.outline
        text = outline.text[place]
        if text < _SHORTEST or outline.links[place] > _FEW * text or self._has_linked_heading(place):
            return False
        inside = range(place, outline.ends[place])
        if any(outline.purposes[one] == "lead" for one in inside):
            return True
        if self.head is None or (outline.purposes[place] == "aside" and outline.tags[place] not in _TEXTS):
            return False
        return outline.total[place] > 0 or any(outline.tags[one] in _SUBTITLES for one in inside)

    def _after(self, region: int, core: int) -> list[int]:
        """Text that goes on in neighbours of what was found."""
        outline = self.outline
        found = []
        around = core
        for _ in range(_NEAR):
            around = max(outline.parents[around], region)
        place = outline.ends[core]
        while place < outline.ends[around]:
            linked = outline.links[place] / max(outline.text[place], 1)
            if (
                not self.gone[place]
                and self.weight[place] >= _FOLLOWER
                and linked < _HARDLY
                and outline.purposes[place] in {"none", "body"}
                and not self._has_linked_heading(place)
            ):
                found.append(place)
            place = outline.ends[place]
        return found

    def _has_linked_heading(self, place: int) -> bool:
        """A teaser: its heading is a link."""
        outline = self.outline
        return any(
            outline.tags[one] in _HEADS and outline.links[one] > _HALF * outline.text[one] > 0
            for one in range(place, outline.ends[place])
        )


def _is(element: etree._Element, tag: str) -> bool:
    return element.tag == tag or element.get("role") == tag
