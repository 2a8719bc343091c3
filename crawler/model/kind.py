"""Kinds of statements: the small vocabulary that raw words ("Pressemitteilung", "şərh", 談話) are mapped to.

What a page calls itself is always kept beside it, as shown (``kind_raw``). Where a page's own words decide nothing the
kind is null: none of these means "other".
"""

from typing import Final, Literal, get_args

Kind = Literal[
    "statement",
    "joint_statement",
    "communique",
    "press_release",
    "news",
    "speech",
    "interview",
    "briefing",
    "transcript",
    "comment",
    "article",
    "message",
    "letter",
    "answer",
    "travel_advice",
    "notice",
]

KINDS: Final[dict[str, str]] = {
    "statement": "The institution, its head or its spokesperson states a position in its own name, also to parliament.",
    "joint_statement": "Several states or institutions state a position together: joint statements and declarations.",
    "communique": "The official account of a meeting, visit or summit that its parties agreed, or a text called so.",
    "press_release": "A text written to be printed by the press, called so by its issuer.",
    "news": "The site's own report of an event: meetings, visits, calls.",
    "speech": "Words spoken to an audience, as written or as delivered: speeches, remarks, addresses, lectures.",
    "interview": "A conversation with one medium, with its questions or without.",
    "briefing": "A meeting with the press, and what was asked and answered there: press conferences, daily briefings.",
    "transcript": "A word-for-word record of which the page does not say what it records.",
    "comment": "A short reaction, mostly of the spokesperson and on request: comments, answers to a media question.",
    "article": "A text that an office holder has written for a newspaper or a blog.",
    "message": "Congratulations, condolences or greetings addressed to persons, states or the public.",
    "letter": "A letter or a diplomatic note from one authority to another, made public.",
    "answer": "The government's written or oral answer to a question of parliament.",
    "travel_advice": "Advice to travellers on a country, which is kept up to date under one address.",
    "notice": "An announcement of what will be or what to do: events, media advisories, closures, calls, tenders.",
}

assert set(get_args(Kind)) == set(KINDS)  # noqa: S101 (one list, written twice for the type checker)
