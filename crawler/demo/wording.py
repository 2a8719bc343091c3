"""The difference between two revisions of a text, word by word, for people."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

_CONTEXT: Final = 7  # words kept on each side of a change
_SAME: Final = 0.5  # two paragraphs at least this alike are one paragraph, edited


def changed_words(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """One line for each paragraph that differs: ``~ words [-old-]{+new+} words``, ``- removed`` or ``+ added``.

    ``old`` and ``new`` are the paragraphs. Stretches that did not change are cut to a few words and ``…``.
    """
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        gone, come = list(old[i:j]), list(new[k:m])
        while gone and come:
            if _alike(gone[0], come[0]):
                yield "~ " + _marked(gone.pop(0).split(), come.pop(0).split())
            elif len(gone) >= len(come):
                yield "- " + gone.pop(0)
            else:
                yield "+ " + come.pop(0)
        yield from (f"- {paragraph}" for paragraph in gone)
        yield from (f"+ {paragraph}" for paragraph in come)


def _alike(old: str, new: str) -> bool:
    return SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio() >= _SAME


def _marked(old: list[str], new: list[str]) -> str:
    parts: list[str] = []
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for number, (tag, i, j, k, m) in enumerate(codes):
        if tag == "equal":
            parts.append(_shortened(old[i:j], first=number == 0, last=number == len(codes) - 1))
        else:
            gone = f"[-{' '.join(old[i:j])}-]" if i < j else ""
            come = f"{{+{' '.join(new[k:m])}+}}" if k < m else ""
            parts.append(gone + come)
    return " ".join(parts)


def _shortened(words: list[str], *, first: bool, last: bool) -> str:
    if first and last:
        return " ".join(words)
    if first:
        return " ".join(["…", *words[-_CONTEXT:]] if len(words) > _CONTEXT else words)
    if last:
        return " ".join([*words[:_CONTEXT], "…"] if len(words) > _CONTEXT else words)
    return " ".join([*words[:_CONTEXT], "…", *words[-_CONTEXT:]] if len(words) > 2 * _CONTEXT else words)
