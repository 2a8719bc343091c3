"""The language of a text by itself: script, then letters that one language has, then its small words.

All that takes about a tenth of a millisecond. py3langid, which knows more languages and is slower, is asked where
these leave doubt.
"""

import re
from collections import Counter
from collections.abc import Collection
from typing import Final, NamedTuple

from crawler.extract.function_words import ALPHABETS, weights
from crawler.extract.scripts import ONE_LANGUAGE, main_script, scripts_in
from crawler.extract.telling_letters import BOSNIAN, CROATIAN, EKAVIAN, IJEKAVIAN, NEVER, ONLY

_LONGEST: Final = 3000  # characters that are looked at
_SAMPLE: Final = 1500  # … for a verdict: some hundred words leave no doubt that more of them would settle
_FEW: Final = 12  # letters that tell a script
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’‘ʻ-][^\W\d_]+)*")
_PLAIN_WORD: Final = re.compile(r"[a-z]+(?:['-][a-z]+)*")  # the same in ASCII, in half the time
_OF_MARKS: Final = frozenset({"devanagari", "ethiopic"})
_MARKED: Final = re.compile(r"[^\s.,;:!?()«»\"'।॥…፤፣።–—-]+")  # of scripts whose vowels are marks and no letters
_MARGIN: Final = 1.2  # by how much the first language must lead the second
_SHARE: Final = 0.06  # weight of small words, a word of the text, that a text in the language has at least

_SIMPLIFIED: Final = frozenset(
    "这们说发对应经济关总权带价广团图实战扩检验择泽滨县营严觉欢议谈话记请让问门时东车长书见现进过还为给动务国会华"
)
_TRADITIONAL: Final = frozenset("這們說發對應經濟關總權帶價廣團圖戰擴檢驗擇澤濱縣營嚴覺歡為給過還與會國華實")
_JAPANESE: Final = frozenset(
    "対応発経済関総権帯価広団図実戦拡検験択沢浜県営厳覚歓込働峠談録挙沖釈駅鉄銭転軽辺伝仏払囲壊変恵栄様毎気渋焼砕緑縁繊聴薬蔵覧"
    "訳読豊売郷隣雑霊頼黒齢剤剣勧勲徳悪懐揺摂楽歯残渉猟獣窓粛継続"
)
_OF_JAPAN: Final = _JAPANESE - _TRADITIONAL
_OF_CHINA: Final = (_SIMPLIFIED | _TRADITIONAL) - _JAPANESE - frozenset("国会")
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_ONLY, _NEVER = (
    {script: [(code, frozenset(letters)) for code, letters in by_code.items()] for script, by_code in table.items()}
    for table in (ONLY, NEVER)
)
_SOUTH_SLAVIC: Final = frozenset({"sr", "hr", "bs"})
_KANA: Final = 0.06  # share of a Japanese text's characters: a title of kanji alone has none, a quotation fewer


_KNOWN: Final = frozenset({
    "he", "yi", "as", "bn", "bo", "dz", "zh", "ja", "no", "nb", "nn", *ONE_LANGUAGE.values(),
    *(code for words in ALPHABETS.values() for code in words),
})  # fmt: skip


class Verdict(NamedTuple):
    """A language (ISO 639), and whether the text leaves no doubt of it."""

    language: str | None
    sure: bool


NOTHING: Final = Verdict(None, False)


def verdict(text: str, among: Collection[str] = ()) -> Verdict:
    """What the text says. ``among``: languages that are likelier, chosen where the text does not tell them apart."""
    text = text[:_SAMPLE]
    scripts = scripts_in(text)
    script = main_script(scripts)
    if script is None or sum(scripts.values()) < (4 if script in {"cjk", "hangul"} else _FEW):
        return NOTHING
    likely = {code.partition("-")[0] for code in among}
    if script in ONE_LANGUAGE:
        return Verdict(ONE_LANGUAGE[script], True)
    if script == "cjk":
        return _chinese_or_japanese(Counter(text), scripts, likely)
    if script == "hebrew":
        return Verdict("yi", True) if text.count("ײ") + text.count("װ") > 3 else Verdict("he", True)
    if script == "bengali":
        return Verdict("as" if text.count("ৰ") + text.count("ৱ") > 1 else "bn", True)
    if script == "tibetan":
        return Verdict("dz", True) if "dz" in likely else Verdict("bo", False)
    return _by_words(text.lower(), script, likely)


def could_be(language: str, found: str) -> bool:
    """Whether a text that was found to be in one language might be in another: not where the scripts differ."""
    return bool(_written_in(language) & _written_in(found)) or not is_known(language)


def _written_in(language: str) -> set[str]:
    scripts = {script for script, words in ALPHABETS.items() if language in words}
    scripts |= {script for script, code in ONE_LANGUAGE.items() if code == language}
    return scripts or {"cjk" if language in {"zh", "ja"} else language}


def plausibility(text: str) -> float:
    """How much a text in Latin letters looks like one in any language: the same bytes in several charsets compared."""
    lower = text[:_LONGEST].lower()
    return max(_scores(lower, "latin", _WORD.findall(lower)).values(), default=0.0)


def is_known(language: str) -> bool:
    """Whether a text's own words or letters can say that it is in the language."""
    return language in _KNOWN


def chinese_script(text: str) -> str | None:
    """``Hans`` or ``Hant``, where the characters tell."""
    letters = Counter(text[:_LONGEST])
    simple = sum(letters[char] for char in _SIMPLIFIED)
    old = sum(letters[char] for char in _TRADITIONAL)
    if simple == old:
        return None
    return "Hans" if simple > old else "Hant"


def _chinese_or_japanese(letters: Counter[str], scripts: dict[str, int], likely: set[str]) -> Verdict:
    kana, han = scripts.get("kana", 0), scripts.get("han", 0)
    if kana > 2 and kana >= _KANA * (kana + han):
        return Verdict("ja", True)
    ours = sum(letters[char] for char in _OF_JAPAN)
    theirs = sum(letters[char] for char in _OF_CHINA)
    if ours > theirs:
        return Verdict("ja", han < 60)
    if theirs > ours:
        return Verdict("zh", True)
    only = likely & {"ja", "zh"}
    return Verdict(only.pop(), False) if len(only) == 1 else Verdict("zh", han >= 60)


def _by_words(lower: str, script: str, likely: set[str]) -> Verdict:
    """By small words and telling letters; py3langid where they leave doubt and there is text enough."""
    if script not in ALPHABETS:
        return NOTHING
    words = (_MARKED if script in _OF_MARKS else _PLAIN_WORD if lower.isascii() else _WORD).findall(lower)
    scores = _scores(lower, script, words)
    ranked = sorted(scores, key=lambda code: -scores[code])
    best = scores[ranked[0]] if ranked else 0.0
    others = [code for code in ranked[1:] if scores[code] * _MARGIN > best]
    if script == "latin" and ranked and {ranked[0], *others} <= _SOUTH_SLAVIC:
        return _south_slavic(words, best, likely)
    enough = best >= max(1.2, _SHARE * min(len(words), 400)) and len(words) > 3
    if ranked and enough and not others:
        alone = len(ranked) < 2 or scores[ranked[1]] * 2 < best
        return Verdict(ranked[0], len(words) >= 10 and best >= (1.8 if alone else 2.5))
    close = [ranked[0], *others] if ranked and enough else []
    preferred = [code for code in close if code in likely]
    if len(preferred) == 1 and len(close) > 1:
        return Verdict(preferred[0], False)
    asked = _ask(lower, set(close) if close else likely)
    if asked is not None and (not close or asked in close):
        return Verdict(asked, False)
    return Verdict(ranked[0], False) if ranked and best > 0.9 else NOTHING


def _south_slavic(words: list[str], score: float, likely: set[str]) -> Verdict:
    """Serbian where it is ekavian, else Croatian or Bosnian by what only one of them says."""
    counted = [sum(word.startswith(stems) for word in words) for stems in (EKAVIAN, IJEKAVIAN, CROATIAN, BOSNIAN)]
    ekavian, ijekavian, croatian, bosnian = counted
    enough = score >= 2.0 and len(words) > 8
    if ekavian > ijekavian:
        return Verdict("sr", enough and ekavian >= 2 * ijekavian + 2)
    if croatian > bosnian:
        return Verdict("hr", enough and croatian >= 2 * bosnian + 2)
    among = likely & _SOUTH_SLAVIC
    if len(among) == 1:
        return Verdict(among.pop(), False)
    if ijekavian > ekavian and bosnian > croatian:
        return Verdict("bs", False)
    return Verdict("sr" if bosnian > croatian else "hr", False)


def _scores(lower: str, script: str, words: list[str]) -> dict[str, float]:
    scores: dict[str, float] = {}
    weighed = weights(script)
    for word, count in Counter(words).items():
        for code, weight in weighed.get(word, ()):
            scores[code] = scores.get(code, 0.0) + weight * min(count, 30)
    if lower.isascii():
        return scores
    counted = Counter(_NOT_ASCII.findall(lower) if script == "latin" else lower)
    most = max(1.0, len(words) * 0.08)
    for code, only in _ONLY[script]:
        if not only.isdisjoint(counted):
            given = sum(counted[char] for char in only)
            scores[code] = scores.get(code, 0.0) + min(given, most) + min(given, 3)
    for code, never in _NEVER[script]:
        if code in scores and not never.isdisjoint(counted):
            foreign = sum(counted[char] for char in never)
            if foreign > 1:
                scores[code] *= max(0.05, 1 - foreign / most)  # a name in a foreign spelling is no proof
    return scores


def _ask(lower: str, among: set[str]) -> str | None:
    """py3langid's choice, among some languages if any are given that it knows."""
    if sum(char.isalpha() for char in lower[:400]) < 40:
        return None
    from py3langid import rank  # loads its model: a second, and rarely needed

    ranked = [str(code) for code, _ in rank(lower)]
    ranked = ["no" if code == "nb" else code for code in ranked]
    return next((code for code in ranked if code in among), None) if among else ranked[0]
