"""Speakers: who says the words of a statement, where its title, a label or a record's turns mark it. As shown.

The author of a page's meta data is who typed it, and never looked at. A ministry or a spokesperson without a name is
no speaker either.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from crawler.extract.text import squeeze

_LONGEST: Final = 160  # characters of a name with its offices
_TITLE: Final = 600  # characters of a title
_OPENING: Final = {
    "en": r"(?:(?:joint|press|opening|closing|concluding|introductory|keynote|welcome|welcoming|national"
    r"|written|oral|video|full|special"
    r"|doorstep|intervention)\s+)*(?:statement|statements|remarks|speech|address|lecture|intervention|message"
    r"|interview|comments?|keynote"
    r"|toast|article|op-ed|introductory words|speaking notes|press conference|briefing|letter)"
    r"(?:\s+(?:delivered|made|given))?\s+(?:by|of|from|with)",
    "de": r"(?:rede|eröffnungsrede|statement|grußwort|ansprache|erklärung|vortrag|interview|gastbeitrag"
    r"|namensartikel|laudatio)"
    r"\s+(?:von|des|der|mit)",
    "fr": r"(?:discours|allocution|intervention|déclaration|entretien|interview|tribune|propos"
    r"|message)\s+(?:de|du|d['’]|de la|avec)",
    "es": r"(?:discurso|palabras|intervención|declaración|declaraciones|entrevista|mensaje"
    r"|alocución)\s+(?:del|de la|de|a|al|con)",
    "pt": r"(?:discurso|intervenção|declaração|declarações|entrevista|mensagem|pronunciamento"
    r"|palavras)\s+(?:do|da|de|com|ao|à)",
    "it": r"(?:discorso|intervento|dichiarazione|intervista|messaggio)\s+(?:del|della|di|dell['’]|al|alla)",
    "ru": r"(?:вступительное слово|выступление|интервью|заявление|комментарий|речь|статья|обращение|приветствие"
    r"|стенограмма (?:выступления|брифинга))(?:\s+и ответы на вопросы(?:\s+сми)?)?",
}  # fmt: skip
_OPENINGS: Final = re.compile("^(?:" + "|".join(_OPENING.values()) + r")\s*(?P<rest>.+)$", re.IGNORECASE)
# Where the name ends and the occasion begins.
_STOP: Final = re.compile(
    r"[,;:]?\s+(?:at|on|in|during|before|following|after|regarding|concerning|about|to|for|upon|ahead|under"
    r"|delivered|made"
    r"|bei|beim|zur|zum|anlässlich|im|am|vor|auf|in der|an der|über"
    r"|lors|devant|à|au|aux|sur|pour|dans|avec|en|ante|durante|con|sobre|para|na|no|nas|nos|em|perante"
    r"|por ocasião|alla|al|sul|nel|nella|presso"
    r"|на|в|во|по|для|перед|об?|в связи|информационн\w+|телеканал\w+|газет\w+|журнал\w+)\s",
    re.IGNORECASE,
)
_OFFICE: Final = (
    r"minister|president|secretary|ambassador|commissioner|chancellor|spokes(?:person|man|woman)"
    r"|representative|director"
    r"|governor|general|chair(?:man|woman|person)?|chief|king|queen|prince|princess|premier|envoy|deputy"
    r"|senator|speaker|rapporteur"
    r"|bundesminister(?:in)?|außenminister(?:in)?|staatsminister(?:in)?|staatssekretär(?:in)?"
    r"|bundeskanzler(?:in)?|bundespräsident(?:in)?"
    r"|ministre|président(?:e)?|secrétaire|ambassadeur|ambassadrice|ministro|ministra|presidente|presidenta"
    r"|canciller|secretari[oa]"
    r"|embaixador[a]?|министр\w*|президент\w*|заместител\w*|представител\w*|посла?|секретар\w*|директор\w*"
)  # fmt: skip
_NAME: Final = r"(?:[A-ZÀ-ÖØ-ÞĀ-ŽƏА-ЯЁІЇЄҐ][\w'’.-]*[^\W\d_.]|[A-ZÀ-ÖØ-ÞА-ЯЁ]\.)"
_HONORIFIC: Final = re.compile(
    rf"(?:\b(?:H\.?\s?E\.?|His Excellency|Her Excellency|Mr|Mrs|Ms|Dr|Prof|Sir|Dame|Lord|Lady|Baroness|Sheikh"
    rf"|Amb|M|Mme|Sr|Sra|Hon|Rt Hon|Rev|Cllr)\b\.?\s*){{1,4}}{_NAME}"
)
_INITIALS: Final = re.compile(r"\b[A-ZА-ЯЁ]\.\s?(?:[A-ZА-ЯЁ]\.\s?)?[A-ZА-ЯЁ][\w'’-]{2,}")
_TITLED: Final = re.compile(rf"(?i:\b(?:{_OFFICE})(?:\s+(?:{_OFFICE}))*)\s+(?P<name>{_NAME}(?:\s+{_NAME})?)(?=$|[\s,])")
_SEGMENT: Final = re.compile(rf"^(?:{_NAME}\s+){{1,3}}{_NAME}$")
_NO_NAMES: Final = re.compile(
    r"(?i:\b(?:ministry|minister|ministerium|ministère|ministerio|ministério|министерств\w*|department"
    r"|government|republic|affairs|foreign|federal|united|states|nations"
    r"|council|commission|union|office|embassy|mission|parliament|european|international|security|defen[cs]e"
    r"|group|general|secretary"
    r"|president|state|kingdom|department|agency|committee|delegation|delegations|members?|countries"
    r"|ministers|leaders|spokesperson|press|service|of|and|the"
    r"|auswärtig\w*|bundes\w*|affaires|étrangères|exteriores|relaciones|дел|россии|российской|федерации"
    r"|republik|europa)\b)"
)
_LABELLED: Final = re.compile(
    r"^(?:speakers?|delivered by|statement (?:delivered )?by|speech by|as delivered by|redner(?:in)?|orateur"
    r"|oratrice|intervenant|orador[a]?"
    r"|оратор|спикер|выступающий)\s*[:：]\s*(?P<who>.{4,120})$",
    re.IGNORECASE,
)
_TURN: Final = re.compile(r"^(?P<who>[^\W\d_][^:：!?]{1,48}?)\s?[:：]\s*\S")
_ASKING: Final = re.compile(
    r"^(?:q(?:uestion)?|frage|вопрос|пытанне|питання|въпрос|pregunta|pergunta|domanda|sual|soru|pytanie"
    r"|otázka|vraag|kysymys|fråga|spørsmål|spørgsmål"
    r"|journalist(?:in)?|reporter|moderator(?:in)?|answer|a|antwort|ответ|адказ|відповідь|respuesta|resposta"
    r"|risposta|cavab|cevap"
    r"|interviewer|host|note|n\.?b|問|答|記者|记者|질문|답|답변|سؤال|جواب)(?:\s.{0,24})?$",
    re.IGNORECASE,
)
_QUESTION: Final = re.compile(
    r"^(?:q(?:uestion)?|frage|вопрос|пытанне|питання|въпрос|pregunta|pergunta|domanda|sual|soru|pytanie"
    r"|otázka|vraag|kysymys|fråga|spørsmål|spørgsmål"
    r"|journalist(?:in)?|reporter|interviewer|問|記者|记者|질문|سؤال)(?:\s.{0,24})?$",
    re.IGNORECASE,
)


def speakers_in(title: str | None, paragraphs: Sequence[str]) -> tuple[str, ...]:
    """The speakers, with the offices that stand beside their names; mostly none, as mostly nothing marks them."""
    named = _in_title(title[:_TITLE]) if title else None
    if named:
        return (named,)
    labelled = [squeeze(m["who"]).rstrip(".") for text in _ends(paragraphs) if (m := _LABELLED.match(text))]
    return tuple(dict.fromkeys(labelled)) or _turns(paragraphs)


def _in_title(title: str) -> str | None:
    match = _OPENINGS.match(re.sub(r"^(?:No|№)[\s.:]*[\d/ -]+,\s*", "", title))
    if match is None:
        return None
    rest = match["rest"]
    stops = [stop.start() for stop in _STOP.finditer(rest) if not _is_of_office(rest, stop)]
    for end in [*stops, len(rest)]:
        who = re.sub(r"\s*\([^)]*\)?\s*$", "", rest[:end]).strip(" ,;:–—-").removeprefix("the ").removeprefix("The ")
        if len(who) <= _LONGEST and _names_a_person(who):
            initials = _INITIALS.search(who)  # in Slavic titles what follows the name is whom it was said to
            return who[: initials.end()] if initials and who[initials.start()] > "\u0400" else who
    return None


def _is_of_office(rest: str, stop: re.Match[str]) -> bool:
    """ "Permanent Representative to the United Nations": the word belongs to the office."""
    before = rest[: stop.start()].rpartition(",")[2].lower()
    word = stop.group().split()[-1].lower()
    return (
        word in {"to", "at", "for", "на", "при"}
        and re.search(
            r"(?:representative|ambassador|envoy|delegate|observer|adviser|advisor|представител\w*"
            r"|посла?)(?:\s+of [\w\s]{3,40})?$",
            before,
        )
        is not None
    )


def _names_a_person(who: str) -> bool:
    if _HONORIFIC.search(who) or _INITIALS.search(who):
        return True
    for found in _TITLED.finditer(who):
        if not _NO_NAMES.search(found["name"]):
            return True
    segments = [part.strip() for part in who.split(",")]
    return any(_SEGMENT.match(part) and not _NO_NAMES.search(part) for part in segments)


def _ends(paragraphs: Sequence[str]) -> list[str]:
    return [text for text in (*paragraphs[:6], *paragraphs[6:][-3:]) if len(text) <= _LONGEST]


def _turns(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """Those who answer in a record of questions: labels before a colon that come again, beside those that ask."""
    asked = 0
    labels: Counter[str] = Counter()
    for text in paragraphs:
        beginning = text[:90]
        if not (":" in beginning or "：" in beginning):
            continue
        match = _TURN.match(beginning)
        if match is None:
            continue
        who = squeeze(match["who"])
        asked += _QUESTION.match(who) is not None
        if not _ASKING.match(who) and len(who.split()) <= 5 and who[:1].isupper():
            labels[who] += 1
    return tuple(who for who, count in labels.items() if count > 1) if asked > 1 else ()
