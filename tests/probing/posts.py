"""Statements of a ministry that does not exist, in two languages, as many as are asked for: no two alike."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

_PLACES: Final = (
    "Orvane", "Taldora", "Hollin", "Eastmark", "Brenn", "Quell", "Selm", "Marrow", "Tarn", "Ostrey", "Vell", "Rook",
)  # fmt: skip
_MATTERS: Final = {
    "en": (
        ("Statement on the river border with {place}", "The two delegations walked the river border near {place}"),
        (
            "Minister receives the ambassador of {place}",
            "The minister received the newly arrived ambassador of {place}",
        ),
        ("Agreement on rail traffic with {place} signed", "Trains will run between the capital and {place} every hour"),
        ("Condolences after the floods in {place}", "The government has learned with sorrow of the floods in {place}"),
        ("Comment of the spokesperson on the vote in {place}", "The spokesperson was asked about the vote in {place}"),
    ),
    "fr": (
        (
            "Déclaration sur la frontière fluviale avec {place}",
            "Les deux délégations ont parcouru la frontière de {place}",
        ),
        ("Le ministre reçoit l’ambassadeur de {place}", "Le ministre a reçu le nouvel ambassadeur de {place}"),
        ("Signature de l’accord ferroviaire avec {place}", "Les trains relieront chaque heure la capitale et {place}"),
        (
            "Condoléances après les inondations de {place}",
            "Le gouvernement a appris avec tristesse les crues de {place}",
        ),
        (
            "Réponse du porte-parole sur le scrutin de {place}",
            "Le porte-parole a été interrogé sur le scrutin de {place}",
        ),
    ),
}
_MORE: Final = {
    "en": (
        "They agreed that the markers set up in {year} are to be restored by the surveyors of both sides before winter,"
        " and that the costs are shared in equal parts.",
        "The talks in room {number} of the old customs house were held in an open and friendly manner. A further round"
        " is planned for the coming year, at the invitation of the other side.",
    ),
    "fr": (
        "Ils sont convenus que les bornes posées en {year} seront remises en état par les géomètres des deux parties"
        " avant l’hiver, et que les frais seront partagés à parts égales.",
        "Les entretiens, tenus dans la salle {number} de l’ancienne maison des douanes, se sont déroulés dans une"
        " atmosphère ouverte. Une nouvelle rencontre est prévue l’an prochain, à l’invitation de l’autre partie.",
    ),
}
SECTIONS: Final = {"en": "Statements", "fr": "Déclarations"}


@dataclass(frozen=True, slots=True)
class Post:
    """One statement. ``published`` is local time; ``slug`` is its own, in ASCII."""

    slug: str
    language: str
    title: str
    paragraphs: tuple[str, ...]
    published: datetime

    @property
    def html(self) -> str:
        """Its text as paragraphs."""
        return "".join(f"<p>{paragraph}</p>\n" for paragraph in self.paragraphs)


def posts(count: int, languages: tuple[str, ...] = ("en", "fr")) -> list[Post]:
    """So many posts, newest first, the languages in turn; a week lies between two of them."""
    newest = datetime(2026, 3, 27, 9, 40)  # noqa: DTZ001 (as a site's clock has it)
    made = []
    for number in range(count):
        language = languages[number % len(languages)]
        turn = number // len(languages)
        place = _PLACES[turn % len(_PLACES)]
        matter = (turn // len(_PLACES) + turn) % len(_MATTERS[language])
        title, opening = _MATTERS[language][matter]
        further = [text.format(year=1900 + 3 * turn, number=100 + turn) for text in _MORE[language]]
        made.append(
            Post(
                f"{language}-{place.lower()}-{number}",
                language,
                title.format(place=place) + f" ({count - number})",
                (opening.format(place=place) + f", as in the year {1890 + turn}.", *further),
                newest - timedelta(days=7 * number),
            )
        )
    return made
