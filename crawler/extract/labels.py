"""The labels that stand before and after a statement's text on its page, in the languages of ministries."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from crawler.extract import label_words as words

_LONGEST: Final = 160  # characters of a label or a line of metadata
_RIGHTS_LENGTH: Final = 300
_DATE_LENGTH: Final = 70
_DATE_WORDS: Final = 6  # words beside the numbers of a date line: weekday, month, place, "Date:"
_SHARES: Final = 20  # names of networks in one line
_FEW: Final = 6  # words of a request to share
_SHORT: Final = 25  # characters of a label that may end with a full stop
_STOPS: Final = (".", "!", "?", "。", "！", "？", "।", "۔", "؟", ";")


def _whole(alternatives: Iterable[str], tail: str = r"\W*$") -> re.Pattern[str]:
    """Any of them as a whole line, whatever signs stand around it."""
    return re.compile(rf"^\W*(?:{'|'.join(alternatives)}){tail}", re.IGNORECASE)


_RELEASE: Final = _whole(words.RELEASE, r"\W*(?:.{0,40}\d{4})?\W*$")
_NUMBERED: Final = r"\W*(?:(?:n[ro]?|no|number|num|№|nº|n°|ref|reference)?\W*[\w/.\-]*\d[\w/.\-]*)?\W*$"
_KIND: Final = _whole(words.KIND, _NUMBERED)
_BYLINE: Final = _whole(words.BYLINE, "$")
_SERVICE: Final = _whole(words.SERVICE)
_RELATED: Final = _whole(words.RELATED)
_CONTACT: Final = _whole(words.CONTACT)
_AUTHOR: Final = _whole(words.AUTHOR)
_END: Final = _whole(words.END)
_WORD: Final = re.compile(r"[^\W\d_年月日년월일]+")
_BUTTON: Final = re.compile(r"[^\W\d_]+(?:[\u0900-\u0dff]+[^\W\d_]*)*")  # with the vowel signs of India
_TRAIL: Final = re.compile(r"\s[/|»]\s|\s*[>›→]\s*|\s::\s")
_DAY: Final = re.compile("|".join((
    r"\d{1,4}\s?[./\-–]\s?\d{1,2}\s?[./\-–]\s?\d{2,4}", r"\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일]",
    r"(?:^|\D)\d{1,2}(?:st|nd|rd|th|er|º|ª|\.|\s|-a|\u0d00)?\D{1,25}\d{4}(?:\D|$)",
    r"(?:^|\D)\d{4}\D{1,25}\d{1,2}(?:\D|$)", r"^\D{3,20}\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}(?:\D|$)",
    r"[０-９\d]+年[０-９\d]+月[０-９\d]+日",
)), re.IGNORECASE)  # fmt: skip
_YEAR_END: Final = re.compile(r"(?:\d|\d ?(?:г|р|m|d|год|god)|\bd)\.$", re.IGNORECASE)  # "2024 г."
_REACH: Final = re.compile("|".join((
    r"[\w.+\-]+\s?(?:@|\[at\]|\(at\)|\s+at\s+)\s?[\w\-]+\.\w+",
    "(?:tel|phone|fax|mob|mobile|telefon|телефон|тел|電話|电话|전화|ph|cell|whatsapp|"
    r"call)\b\.?\s*[:.]?\s*[+(\d]",
    r"\+?\(?\d{2,4}\)?[\s.\-/]\d{2,4}[\s.\-/]\d{2,}",
)), re.IGNORECASE)  # fmt: skip
_SHARED: Final = re.compile("|".join((
    r"^share(?: (?:this|on|via|with|page|article|it|the)\b.{0,40})?$",
    "^(?:teilen|partager|partagez|compartir|compartilhar|condividi|поделиться|поделитесь|paylaş|paylaşın|"
    r"bagikan|chia sẻ|delen|dela|jaa|udostępnij|sdílet|megosztás)\b.{0,30}$",
    "^(?:seite|artikel|beitrag|page|article) (?:drucken|teilen|empfehlen|weiterempfehlen|imprimer)$",
)), re.IGNORECASE)  # fmt: skip
_CAPTION: Final = re.compile("|".join((
    r"\(\s*(?:(?:\w+ ){0,2}(?:photo|foto|fotos|bild|image|picture|фото|photos?)\b|©)[^()]{0,120}\)\s*$",
    r"[（(][^（）()]{1,12}摄[）)]\s*$", r"[|.]\s*©\s?[^|]{2,50}$",
    r"^(?:photo|image|bild|foto)(?: credit| by)?\s*[:：]",
    r"[.!?…]\s+(?:photo|image|picture|foto|bild|photograph)s?(?: credit| by| courtesy(?: of)?)?\s*[:：/].{2,80}$",
)), re.IGNORECASE)  # fmt: skip
_RIGHTS: Final = re.compile("|".join((
    r"^\W*(?:©|\(c\)|copyright\b)", "all rights reserved", "may not be (?:published|reproduced)",
    "alle rechte vorbehalten", "tous droits réservés", "(?:todos los|todos os) (?:derechos|direitos) reservados",
    "все права защищены",
)), re.IGNORECASE)  # fmt: skip
_HANDLE: Final = re.compile("|".join((
    r"^\W*(?:twitter|facebook|instagram|telegram|e-?mail|web|website|internet|youtube)\s*[:：]\s?\S{1,60}$",
    r"^follow .{1,60} on .{0,20}(?:twitter|facebook|instagram|x|telegram|linkedin)\b.{0,40}$", r"^@\w+$",
)), re.IGNORECASE)  # fmt: skip
_CHANNEL: Final = re.compile("|".join((
    r"\b(?:google news|whatsapp[ -]channel|telegram[ -](?:channel|kanal)|телеграм-канал|telegram-канал|"
    r"our newsletter)\b",
)), re.IGNORECASE)  # fmt: skip
_JOINED: Final = re.compile(rf"^(?:(?:{'|'.join(words.JOINED_BUTTONS)})[\W\d_]*)+$", re.IGNORECASE)


def is_date_line(text: str) -> bool:
    """Nothing but a date, with its label, weekday or place."""
    if len(text) > _DATE_LENGTH or not any(letter.isdigit() for letter in text) or text.endswith(("?", "!", ";")):
        return False
    if text.endswith("。") or (text.endswith(".") and not _YEAR_END.search(text)):
        return False  # a sentence
    if len(text) > 12 and text[0] in "„“\"«»「『‘'":
        return False
    if _DAY.search(text) is None:
        return False
    return len(_WORD.findall(text)) <= _DATE_WORDS or len(_WORD.findall(_without_marks(text))) <= _DATE_WORDS


def _without_marks(text: str) -> str:
    """Without vowel signs, which part no words."""
    return "".join(letter for letter in text if unicodedata.category(letter)[0] != "M")


def is_release(text: str) -> bool:
    """ "For immediate release" and embargoes: for editors, not of the statement."""
    return len(text) <= _LONGEST and _RELEASE.match(text) is not None


def is_kind(text: str) -> bool:
    """What the page calls such texts ("Press release"), perhaps with a number."""
    return len(text) <= _LONGEST and _KIND.match(text) is not None


def is_byline(text: str) -> bool:
    """Author, source, place of publication: a line of metadata."""
    return _fits(_BYLINE, text)


def is_service(text: str) -> bool:
    """What the page offers: to print, go back, enlarge, follow."""
    return _fits(_SERVICE, text)


def is_related(text: str) -> bool:
    """The heading of links to other texts and of attachments."""
    return _fits(_RELATED, text)


def is_author(text: str) -> bool:
    """The heading of a note on who wrote it."""
    return len(text) <= 60 and _AUTHOR.match(text) is not None


def is_contact(text: str) -> bool:
    """The heading of names and telephone numbers."""
    return _fits(_CONTACT, text)


def reaches(text: str) -> bool:
    """It holds an address of mail or a telephone number."""
    return "@" in text or (not text.endswith(_STOPS) and _REACH.search(text) is not None)


def is_end_mark(text: str) -> bool:
    """``ENDS``, ``(END)``, ``- 30 -``."""
    return len(text) <= 30 and _END.match(text) is not None


def is_share(text: str) -> bool:
    """Names of networks and nothing else, or a request to share."""
    said = [word.casefold() for word in _BUTTON.findall(text)]
    if not 0 < len(said) <= _SHARES:
        return False
    if len(said) <= _FEW and _SHARED.match(text.strip(" !.:")) is not None:
        return True
    return _JOINED.match(text) is not None or (
        any(word in words.BUTTONS for word in said)
        and all(word in words.BUTTONS or word in words.BUTTON_WORDS for word in said)
    )


def is_caption(text: str) -> bool:
    """What stands below a picture, with who took it."""
    return len(text) <= 2 * _LONGEST and _CAPTION.search(text) is not None


def is_rights(text: str) -> bool:
    """Whose text it is and what nobody may do with it; or where its author is reached."""
    if len(text) <= _RIGHTS_LENGTH:
        low = text.lower()
        may_be = "©" in low or "(c)" in low or "right" in low or "may not be" in low  # quickly asked of every line
        may_be = may_be or "rechte" in low or "droits" in low or "reservados" in low or "права" in low
        if may_be and _RIGHTS.search(text):
            return True
    return _HANDLE.match(text) is not None


def is_channel(text: str) -> bool:
    """Where else the publisher can be followed."""
    return len(text) <= _LONGEST and _CHANNEL.search(text) is not None


def is_trail(text: str) -> bool:
    """The trail of sections above a text ("Home > News")."""
    return len(text) <= _LONGEST and len(_TRAIL.findall(text)) >= 2 and not text.endswith(_STOPS)


def _fits(pattern: re.Pattern[str], text: str) -> bool:
    """A label is short, and no sentence: what ends with a full stop is one, but for the shortest."""
    if len(text) > _LONGEST or (len(text) > _SHORT and text.endswith(_STOPS)):
        return False
    return pattern.match(text) is not None
