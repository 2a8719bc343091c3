"""Names as they sound, so that one name in two languages is met again: Tovuz is Товуз, Elşən is Elshan.

A name is a word with a capital that does not only begin sentences. It is written in Latin letters, sounds that
languages spell in their own way become one, and of its vowels only a first one is kept. What is left is no spelling of
anything: it only says whether two words may be the same name. Scripts without capitals give none.
"""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

_SHORTEST: Final = 3  # sounds that a name has at least: of fewer, any word has as many
_LONGEST: Final = 5  # sounds that are compared: endings of grammar come after them
_NAME: Final = re.compile(r"[^\W\d_][^\W\d_'’`ʼ-]*", re.UNICODE)
_ENDS: Final = frozenset(".!?:;\n«»“”„\"'‘’(–—-•…")

# What every ministry's texts are full of: no evidence that two of them are about the same.
_COMMON: Final = """
    Ministry Minister Ministers Foreign Affairs Republic President Press Service Department Secretary Statement Release
    Government State Head Spokesperson Deputy Embassy Ambassador Information Parliament Council Office General Prime
    Ministère Ministre Affaires Étrangères République Président Communiqué Gouvernement Porte-parole Secrétaire
    Ministerio Ministro Relaciones Exteriores República Presidente Gobierno Secretario Comunicado Asuntos
    Ministério Relações Negócios Governo Secretário Declaração Imprensa
    Ministerium Minister Außenministerium Außenminister Republik Präsident Regierung Sprecher Pressemitteilung
    Министерство Министр Иностранных Дел Республики Президент Правительство Заявление Посольство
    Nazirliyi Nazirliyinin Naziri Xarici İşlər Respublikası Respublikasının Mətbuat Prezident Prezidenti XİN
    Bakanlığı Bakanı Dışişleri Cumhuriyeti Cumhurbaşkanı Sözcüsü
    January February March April May June July August September October November December
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mr Mrs Sir Dr
"""

_LETTERS: Final = str.maketrans({
    "ə": "a", "ı": "i", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "t", "æ": "a", "œ": "o", "ŋ": "n",
    "ş": "s", "ș": "s", "š": "s", "ś": "s", "ŝ": "s", "ç": "c", "č": "c", "ć": "c", "ĉ": "c", "ğ": "g", "ģ": "g",
    "ž": "z", "ź": "z", "ż": "z", "ț": "t", "ţ": "t", "ñ": "n", "ń": "n",
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "e", "ж": "z", "з": "z",
    "и": "i", "і": "i", "ї": "i", "й": "i", "ј": "i", "к": "k", "л": "l", "љ": "l", "м": "m", "н": "n", "њ": "n",
    "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "ћ": "c", "ђ": "d", "у": "u", "ў": "u", "ф": "f", "х": "h",
    "ц": "s", "ч": "c", "џ": "c", "ш": "s", "щ": "s", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "u", "я": "a",
    "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ү": "u", "ұ": "u", "һ": "h",
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "t", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "ks", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "i", "φ": "f",
    "χ": "h", "ψ": "ps", "ω": "o",
})  # fmt: skip
_SOUNDS: Final = (
    ("dsch", "c"), ("tsch", "c"), ("sch", "s"), ("dzh", "c"), ("dj", "c"), ("zh", "z"), ("sh", "s"), ("ch", "c"),
    ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("ts", "s"), ("tz", "s"), ("cz", "c"), ("sz", "s"),
    ("ck", "k"), ("x", "ks"), ("q", "k"), ("w", "v"), ("j", "c"),
)  # fmt: skip
_VOWELS: Final = frozenset("aeiouyh")  # h comes and goes between languages
_ALIKE: Final = str.maketrans("zdbg", "stpk")  # hard and soft ones


@lru_cache(maxsize=16)  # a text is looked at twice: as it is read, and as its line
def names_in(text: str) -> tuple[str, ...]:
    """How every name in a text sounds, each mention of it, in the order of the text."""
    found: list[tuple[str, bool]] = []
    plain: set[str] = set()
    for match in _NAME.finditer(text):
        word = match.group()
        if not word[0].isupper():
            plain.add(word.casefold())
        elif not (word.isupper() and len(word) < _SHORTEST):
            found.append((word, _begins(text, match.start())))
    inside = {word for word, begins in found if not begins and word.casefold() not in plain}
    heard = {word: sound_of(word) for word in inside}
    return tuple(
        sound for word, _ in found if len(sound := heard.get(word, "")) >= _SHORTEST and sound not in _common()
    )


@lru_cache(maxsize=8192)
def sound_of(word: str) -> str:
    """How a word sounds, in at most :data:`_LONGEST` letters; words that sound alike may be one name."""
    letters = word.casefold().translate(_LETTERS)
    if not letters.isascii():
        letters = "".join(c for c in unicodedata.normalize("NFKD", letters).translate(_LETTERS) if c.isascii())
    for spelled, sound in _SOUNDS:
        letters = letters.replace(spelled, sound)
    letters = letters.translate(_ALIKE)
    heard = [c for place, c in enumerate(letters) if place == 0 or c not in _VOWELS]
    if heard and heard[0] in _VOWELS:
        heard[0] = "a"
    return "".join(c for place, c in enumerate(heard) if place == 0 or c != heard[place - 1])[:_LONGEST]


@cache
def _common() -> frozenset[str]:
    return frozenset(map(sound_of, _COMMON.split()))


def _begins(text: str, start: int) -> bool:
    """Whether the word at ``start`` begins a sentence, a line or a quotation: there every word has its capital."""
    before = text[max(0, start - 4) : start].rstrip(" \t\u00a0")
    return not before or before[-1] in _ENDS
