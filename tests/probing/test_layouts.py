"""A layout is induced where the generic reading falls short, on what every page agrees on, and nowhere else."""

from dataclasses import replace

from crawler.extract import extract
from crawler.model.reading import Hint, Page, Reading
from crawler.probing.findings import Findings, Sample
from crawler.probing.layouts import falls_short, induce
from tests.probing.posts import Post, posts
from tests.probing.sites import NOW
from tests.probing.sites.frame import day

FORM = (
    '<html lang="en"><body><div id="top"><h1>Ministry</h1><span class="when">2 April 2026</span></div><div class="doc">'
    '<div class="doc-name">{title}</div><div class="doc-when">{day}</div><div class="doc-text">{html}</div></div>'
    '<div class="bottom"><span class="changed">{day}</span></div></body></html>'
)


def sample(post: Post, form: str = FORM, **read: object) -> Sample:
    """A page of the form, its listing's evidence, and a reading that lacks what is given."""
    hint = Hint(listing="https://mfa.example/press", title=post.title, date=day(post))
    html = form.format(title=post.title, day=day(post), html=post.html)
    page = Page(f"https://mfa.example/{post.slug}", html.encode(), (("content-type", "text/html"),), NOW, hint)
    reading = extract(page, None)
    assert isinstance(reading, Reading), reading
    return Sample(page.url, hint, page, replace(reading, **read) if read else reading)  # type: ignore[arg-type]


def findings(*samples: Sample) -> Findings:
    return Findings("https://mfa.example/", samples=list(samples), languages=("en",))


def test_no_layout_where_everything_is_read() -> None:
    found = findings(*(sample(post) for post in posts(5, ("en",))))
    assert falls_short(found.samples) == set()
    assert induce(found) is None


def test_what_every_page_agrees_on_is_the_layout() -> None:
    layout = induce(findings(*(sample(post, title=None, published=None) for post in posts(5, ("en",)))))
    assert layout is not None
    assert layout.drafted
    assert (layout.title[0].css, layout.date[0].css) == ("div.doc-name", "div.doc-when")
    assert layout.body[0].css == "div.doc-text"


def test_the_day_of_the_last_change_is_no_date_though_it_is_the_same_day() -> None:
    form = FORM.replace('<div class="doc-when">{day}</div>', "")
    layout = induce(findings(*(sample(post, form, title=None) for post in posts(4, ("en",)))))
    assert layout is not None
    assert layout.date == ()


def test_two_pages_prove_nothing() -> None:
    assert induce(findings(*(sample(post, title=None) for post in posts(2, ("en",))))) is None


def test_a_name_that_one_page_lacks_is_not_taken() -> None:
    made = [sample(post, title=None) for post in posts(4, ("en",))]
    other = sample(posts(5, ("en",))[4], FORM.replace("doc-", "old-"), title=None)
    assert induce(findings(*made, other)) is None


def test_pages_of_an_older_skin_that_alone_fall_short_have_a_layout_of_their_own() -> None:
    made = posts(8, ("en",))
    new = [sample(post, FORM.replace("doc-", "new-")) for post in made[:4]]
    old = [sample(post, title=None) for post in made[4:]]
    layout = induce(findings(*new, *old))
    assert layout is not None
    assert layout.title[0].css == "div.doc-name"
