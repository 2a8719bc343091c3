"""Statements of our own writing: clusters that say the same, and others that only look like it."""

from typing import Final

from crawler.works import Text


def a_text(
    body: str,
    *,
    name: str = "a",
    site: str = "mfa.example",
    source: str = "xx_mfa",
    language: str | None = "en",
    title: str | None = "Statement",
    published: str | None = None,
    number: str | None = None,
    translations: tuple[str, ...] = (),
    path: str | None = None,
) -> Text:
    """A text. Its id and address are made of ``name`` and ``site``."""
    return Text(
        id=f"{source}-{site}-{name}",
        source=source,
        url=f"https://{site}/{path or name}",
        site=site,
        title=title,
        number=number,
        kind=None,
        language=language,
        published=published,
        paragraphs=tuple(part.strip() for part in body.strip().split("\n\n")),
        translations=translations,
        digest=f"{title}|{body}",
        first_seen=f"2024-01-01T00:00:00.{len(name):06}Z",
    )


BRIDGE: Final = """
On 14 March 2024, units of the Sarvian border guard opened fire on the bridge over the Teresva near Lugansko, where
engineers of the Norvanian railways were at work. Anatol Berisov, a foreman from Dulcin, was killed, and seven of his
colleagues were brought to the hospital of Marenburg, two of them with grave injuries.

The Ministry holds the Sarvian leadership answerable for this act, which breaks Article 4 of the Protocol of Valbona,
signed by both governments in the presence of Chancellor Helga Ostermann. Work on the bridge had been announced to the
Sarvian side on three occasions, the last time on 2 March, and no objection was made.

We call upon the members of the Danubian Commission to send observers to Lugansko without delay, and we expect Foreign
Minister Pavel Drobny to receive our ambassador in Karstadt before the end of the week. Norvania reserves the right to
take all measures that international law permits for the protection of its citizens.
"""

BRIDGE_AGENCY: Final = """
The Foreign Ministry of Norvania has reacted to the shooting at the Teresva, the Dulcin Telegraph reports.

On 14 March 2024, units of the Sarvian border guard opened fire on the bridge over the Teresva near Lugansko, where
engineers of the Norvanian railways were at work. Anatol Berisov, a foreman from Dulcin, was killed, and seven of his
colleagues were brought to the hospital of Marenburg, two of them with grave injuries, the ministry said.

"The Ministry holds the Sarvian leadership answerable for this act, which breaks Article 4 of the Protocol of Valbona,
signed by both governments in the presence of Chancellor Helga Ostermann," the text reads. It adds that the work had
been announced to the other side three times.

The ministry called upon the members of the Danubian Commission to send observers to Lugansko without delay.
"""

BRIDGE_REWORDED: Final = """
Norvania's Foreign Ministry condemned the attack in which Sarvian border guards fired at railway engineers who worked on
the Teresva bridge at Lugansko on 14 March, killing Anatol Berisov, a foreman from Dulcin, and wounding seven others.

In its statement the ministry said that it holds the leadership of Sarvia answerable for the act, and that it breaks
Article 4 of the Protocol of Valbona which both governments signed in the presence of Chancellor Helga Ostermann. The
Sarvian side had been told of the work on the bridge three times, and made no objection.

The ministry expects Sarvian Foreign Minister Pavel Drobny to receive the ambassador in Karstadt, and called on the
Danubian Commission to send observers to Lugansko. Norvania reserves the right to all lawful measures.
"""

BRIDGE_DE: Final = """
Am 14. März 2024 eröffneten Einheiten des sarwischen Grenzschutzes das Feuer auf die Brücke über die Teresva bei
Lugansko, an der Ingenieure der norwanischen Bahnen arbeiteten. Anatol Berisov, ein Vorarbeiter aus Dulcin, wurde
getötet; sieben seiner Kollegen wurden in das Krankenhaus von Marenburg gebracht, zwei von ihnen schwer verletzt.

Das Ministerium macht die Führung Sarviens für diese Tat verantwortlich, die gegen Artikel 4 des Protokolls von Valbona
verstößt, das beide Regierungen im Beisein von Kanzlerin Helga Ostermann unterzeichnet haben. Die Arbeiten an der
Brücke waren der anderen Seite dreimal angekündigt worden, zuletzt am 2. März, ohne dass sie Einspruch erhoben hätte.

Wir rufen die Mitglieder der Danubischen Kommission auf, unverzüglich Beobachter nach Lugansko zu entsenden, und
erwarten, dass Außenminister Pavel Drobny unseren Botschafter in Karstadt noch in dieser Woche empfängt.
"""

BRIDGE_RU: Final = """
14 марта 2024 года подразделения пограничной охраны Сарвии открыли огонь по мосту через Тересву близ Луганско, где
работали инженеры железных дорог Норвании. Анатоль Берисов, бригадир из Дульцина, был убит, семеро его коллег
доставлены в больницу Маренбурга, двое из них с тяжёлыми ранениями.

Министерство возлагает на руководство Сарвии ответственность за это деяние, которое нарушает статью 4 Протокола
Вальбоны, подписанного обоими правительствами в присутствии канцлера Хельги Остерман. О работах на мосту другая сторона
была извещена трижды, в последний раз 2 марта, и возражений не последовало.

Мы призываем членов Дунайской комиссии без промедления направить наблюдателей в Луганско и ожидаем, что министр Павел
Дробный примет нашего посла в Карштадте до конца недели.
"""

# What a ministry says on other days of the same persons and places, and on the same day of something else.
FUNERAL: Final = """
On 17 March 2024, Foreign Minister Ilse Tarnow took part in the funeral of Anatol Berisov in Dulcin. She conveyed the
condolences of the Government of Norvania to his family, and thanked the railway workers of the country for their
courage.

In her words at the grave the Minister recalled that Berisov had worked on the bridges of the Teresva for twenty years,
and that Norvania would finish the work at Lugansko which he had begun. The Minister also visited those who are still
treated in the hospital of Marenburg, and thanked its doctors.
"""

VISIT_DE: Final = """
Am 14. März 2024 empfing Außenministerin Ilse Tarnow in Dulcin den Vorsitzenden der Danubischen Kommission, Pierre
Lacombe. Sie sprachen über die Schifffahrt im kommenden Sommer, über die Wasserstände und über die Fahrrinne unterhalb
von Marenburg, deren Ausbau im Haushalt der Kommission mit 12,5 Millionen Taler vorgesehen ist.

Frau Tarnow dankte Herrn Lacombe für die Zusammenarbeit in den vergangenen Jahren und lud ihn ein, im Herbst die neue
Schleuse in Norvania zu besichtigen. Im Anschluss unterzeichneten beide eine Vereinbarung über den Austausch von Daten.
"""


def a_call(day: str, minister: str, country: str, *, of: str, extra: str) -> str:
    """One telephone call after a template, as ministries write them; ``extra`` is what was special about it."""
    return f"""
On {day}, Foreign Minister of Norvania Ilse Tarnow had a telephone conversation with {minister}, Minister of Foreign
Affairs of {country}.

{extra}

The parties exchanged views on the current state of bilateral relations and on prospects for their development, as well
as on regional and international issues of mutual interest. The ministers stressed the importance of {of}, and agreed to
continue their contacts on all levels.
"""


CALL: Final = a_call(
    "3 May 2024", "Tomas Lindqvist", "Svealand", of="the transport of grain through the ports of the Baltic",
    extra="Mr Lindqvist congratulated the Minister on the opening of the rail line between Dulcin and Marenburg, and "
    "both discussed the timetable of the joint commission on trade, whose next meeting is to take place in Uppland.",
)  # fmt: skip
OTHER_CALL: Final = a_call(
    "21 June 2024", "Tomas Lindqvist", "Svealand", of="a common answer to the drought in the south of the continent",
    extra="The Minister informed her counterpart about the arrest of three citizens of Norvania in Karstadt, and asked "
    "for the good offices of Svealand, which represents the interests of Norvania there since the break of relations.",
)  # fmt: skip


def a_letter(country: str, capital: str, president: str, day: str) -> str:
    """A congratulation, of which every country gets one."""
    return f"""
On the occasion of the National Day of {country}, which is celebrated on {day}, I convey to you, Mr President
{president}, and to the people of {country} the congratulations of the people of Norvania and my own.

The relations between Norvania and {country} rest on friendship and on mutual respect. I am confident that they will be
widened in the years to come for the good of both our nations, and I recall with pleasure my visit to {capital} and
the hospitality that was shown to me there. I wish you health and success in your high office, and the people of
{country} peace and prosperity.
"""


def figures(week: int, cases: int, deaths: int, tests: int) -> str:
    """A report that comes every week."""
    return f"""
In week {week}, the laboratories of the country reported {cases:,} new cases of the winter fever to the Ministry of
Health. In the same week {deaths} patients died of it, and {tests:,} tests were made in the hospitals of the country.

The Ministry recalls that persons above the age of sixty are advised to be vaccinated, that the vaccine is free of
charge, and that the general practitioners of every district offer appointments on all days of the week. Questions are
answered by the telephone of the Ministry from eight in the morning until ten in the evening.
"""
