"""The quirks of ministries' pages in dates and titles, each by its name, on pages of our own writing."""

import json

import pytest

from crawler.extract import clean, extract
from crawler.model.reading import Hint, Page, Reading
from tests.extract.pages import PROSE, document, page, paragraphs_html

TITLE = "Statement on the opening of the northern crossing"
TEXT = paragraphs_html(PROSE)
NAMED = f"{TITLE} | Ministry of Foreign Affairs"


def read(captured: Page) -> Reading:
    found = extract(captured, None)
    assert isinstance(found, Reading), found
    return clean(found)


def title_of(body: str, title: str = NAMED, head: str = "", hint: Hint | None = None) -> str | None:
    return read(page(document(body, title=title, head=head), hint=hint)).title


def date_of(
    body: str, *, head: str = "", title: str = NAMED, lang: str = "en", url: str | None = None, hint: Hint | None = None
) -> str | None:
    html = document(body, title=title, head=head, lang=lang)
    reading = read(page(html, hint=hint, **({"url": url} if url else {})))  # type: ignore[arg-type]
    assert (reading.published is None) == ("published" not in reading.fields)
    return reading.published.date if reading.published else None


def article(before: str = "", after: str = "", end: str = "", under: str = "", title: str = TITLE) -> str:
    return (
        f"<header><nav><a href=/>Home</a></nav></header><main><article>{before}<h1>{title}</h1>{after}"
        f"<div>{TEXT}{end}</div>{under}</article></main><footer>© 2019–2024 Ministry</footer>"
    )


class TestTitles:
    def test_site_wide_first_heading(self) -> None:
        for chrome in ("News Releases", "Navigation und Service", "Press Centre", "Новости", "报道发表"):
            assert title_of(f"<h1>{chrome}</h1><main><h2>{TITLE}</h2>{TEXT}</main>") == TITLE

    def test_twelve_first_headings_and_an_empty_one(self) -> None:
        others = "".join(f"<h1>Service number {number}</h1>" for number in range(11))
        assert title_of(f"<h1></h1>{others}<main><h1>{TITLE}</h1>{TEXT}</main>") == TITLE

    def test_time_within_the_first_heading(self) -> None:
        assert title_of(f"<main><h1><time>8 May 2021</time> {TITLE}</h1>{TEXT}</main>") == TITLE

    def test_title_repeated_in_the_body(self) -> None:
        reading = read(page(document(f"<main><h1>{TITLE}</h1><p>{TITLE}</p>{TEXT}</main>", title=NAMED)))
        assert (reading.title, reading.body.paragraphs) == (TITLE, PROSE)

    def test_letterhead_above_the_title(self) -> None:
        letterhead = "<p><b>REPUBLIC OF EXAMPLE</b></p><p><b>Ministry of Foreign Affairs</b></p>"
        assert title_of(f"<h1>News Releases</h1><main>{letterhead}<p><b>{TITLE}</b></p>{TEXT}</main>") == TITLE

    def test_no_heading_at_all_but_a_bold_first_line(self) -> None:
        assert title_of(f"<main><p><b>{TITLE}</b></p>{TEXT}</main>", title="Ministry") == TITLE
        assert title_of(f"<main><p><b>{TITLE}</b></p>{TEXT}</main>", title="") == TITLE

    @pytest.mark.parametrize(
        "named",
        [
            f"{TITLE} | Ministry of Foreign Affairs",
            f"{TITLE} - News - Ministry of Foreign Affairs",
            f"Ministry of Foreign Affairs - News - {TITLE}",
            f"Ministry of Foreign Affairs :: {TITLE}",
            f"News » {TITLE} « Ministry of Foreign Affairs",
            f"mfa.example: Ministry / News / {TITLE}",
        ],
    )
    def test_the_sites_name_in_any_position(self, named: str) -> None:
        for shown in (f"<h1>{TITLE}</h1>", f"<h3>{TITLE}</h3>", f"<p class=title>{TITLE}</p>", f"<div>{TITLE}</div>"):
            assert title_of(f"<main>{shown}{TEXT}</main>", title=named) == TITLE

    def test_the_title_in_the_pages_title_alone(self) -> None:
        home = '<a href="/"><img src=l.png alt="Ministry of Foreign Affairs"></a><nav><a href="/news">News</a></nav>'
        body = f"<header>{home}</header><main>{TEXT}</main>"
        assert title_of(body) == TITLE
        assert title_of(body, title=f"Ministry of Foreign Affairs - {TITLE}") == TITLE
        assert title_of(body, title=f"{TITLE} - News - Ministry of Foreign Affairs") == TITLE

    def test_title_cut_on_the_page_or_in_its_names(self) -> None:
        cut = "Statement on the opening of the northern cr…"
        assert title_of(f"<main><h1>{TITLE}</h1>{TEXT}</main>", title=f"{cut}") == TITLE
        assert title_of(f"<main><h1>{cut}</h1>{TEXT}</main>") == TITLE
        assert title_of(f"<main><h1>{TITLE[:-5]}</h1>{TEXT}</main>", title=TITLE[:-5]) == TITLE[:-5]

    def test_soft_hyphens_all_through(self) -> None:
        hyphened = "State\u00adment on the open\u00ading of the north\u00adern cross\u00ading"
        assert title_of(f"<main><h1>{hyphened}</h1>{TEXT}</main>") == TITLE
        assert title_of(f"<main><h1>{TITLE}</h1>{TEXT}</main>", title=f"{hyphened} | Ministry") == TITLE

    def test_a_kicker_within_the_heading(self) -> None:
        assert title_of(f"<main><h1><span>Press release</span> {TITLE}</h1>{TEXT}</main>") == TITLE

    def test_a_hidden_heading_with_the_sites_name(self) -> None:
        body = f"<h1 class=visuallyhidden>{NAMED}</h1><main><h2>{TITLE}</h2>{TEXT}</main>"
        assert title_of(body) == TITLE

    def test_breadcrumbs_say_the_title_too(self) -> None:
        trail = f"<ol class=breadcrumb><li><a href=/>Home</a></li><li>{TITLE}</li></ol>"
        assert title_of(f"{trail}<main><h1>{TITLE}</h1>{TEXT}</main>") == TITLE

    def test_a_heading_that_goes_on_in_the_next_one(self) -> None:
        first, second = TITLE[:26], TITLE[26:]
        assert title_of(f"<main><h2>{first}</h2><h2>{second}</h2>{TEXT}</main>") == TITLE

    def test_a_title_of_its_page_in_place_of_a_name_that_is_the_sites_everywhere(self) -> None:
        assert title_of(f"<main><h1>{TITLE}</h1>{TEXT}</main>", title="Ministry of Foreign Affairs") == TITLE

    def test_another_title_in_the_listing_does_not_win(self) -> None:
        hint = Hint("https://www.mfa.example/news", title="Remarks at the ministerial council")
        assert title_of(f"<main><h1>{TITLE}</h1>{TEXT}</main>", hint=hint) == TITLE

    def test_headings_of_related_statements(self) -> None:
        more = "".join(f"<h3><a href=/n/{n}>Another statement, number {n}</a></h3>" for n in range(4))
        assert title_of(f"<main><h1>{TITLE}</h1>{TEXT}</main><aside><h2>Related</h2>{more}</aside>") == TITLE


class TestDates:
    def test_only_as_the_last_line_of_the_body(self) -> None:
        assert date_of(article(end="<p>December 6, 2021</p>")) == "2021-12-06"

    def test_only_inside_the_title(self) -> None:
        dated = f"{TITLE} (May 15, 2020)"
        assert date_of(article(title=dated), title=dated) == "2020-05-15"

    def test_only_in_the_listing(self) -> None:
        assert date_of(article(), hint=Hint("https://www.mfa.example/news", date="8 May 2021")) == "2021-05-08"

    def test_none_at_all(self) -> None:
        assert date_of(article()) is None

    def test_a_sign_off_with_the_wrong_date(self) -> None:
        body = article(after="<p class=date>8 November 2021</p>", end="<p>Baku, 8 November 2020</p>")
        assert date_of(body) == "2021-11-08"

    def test_numbers_and_words_on_one_page(self) -> None:
        """The words say which of the numbers is the day."""
        body = article(after="<p>1/2/22</p>", end="<p>PUTRAJAYA<br>1 FEBRUARY 2022</p>")
        assert date_of(body) == "2022-02-01"
        head = '<meta property="article:published_time" content="2022-01-02T08:00:00Z">'
        assert date_of(article(after="<p class=date>1/2/22</p>"), head=head) == "2022-01-02"

    def test_todays_date_in_the_page_header(self) -> None:
        for today in ("Wednesday, 2 March 2022", "1 June 2024"):
            banner = f"<div class=top><div class=date>{today}</div><ul><li><a href=/a>About us</a></li></ul></div>"
            assert date_of(banner + article()) is None
            assert date_of(banner + article(after="<p>8 November 2021</p>")) == "2021-11-08"
        assert date_of(article(before="<div class=date>1 June 2024</div>")) is None

    def test_the_systems_creation_time_the_evening_before(self) -> None:
        head = '<meta property="article:published_time" content="2021-11-07T20:30:00Z">'
        assert date_of(article(after="<p>8 November 2021</p>"), head=head) == "2021-11-08"

    @pytest.mark.parametrize(
        "footer",
        ["Last changed: 9 May 2021", "Updated on 9 May 2021", "Letzte Änderung: 09.05.2021",
         "Дата изменения: 09.05.2021",
         "Dernière mise à jour : 9 mai 2021", "Última actualización: 9 de mayo de 2021", "最后更新：2021年5月9日",
         "Son güncelleme: 09.05.2021", "Stand: 09.05.2021", "آخر تحديث: 2021/05/09", "Ostatnia modyfikacja: 9.05.2021"],
    )  # fmt: skip
    def test_last_changed_is_not_the_date(self, footer: str) -> None:
        for body in (
            article(under=f"<p>{footer}</p>"),
            article(after=f"<p>{footer}</p>"),
            article() + f"<p>{footer}</p>",
        ):
            assert date_of(body) is None

    @pytest.mark.parametrize(
        ("lang", "label"),
        [("en", "Published: 25 May 2021"), ("en", "Posted on May 25, 2021 by the press office"),
         ("pl", "Data publikacji: 25.05.2021"), ("de", "Datum: 25.05.2021"), ("ru", "Дата публикации: 25.05.2021"),
         ("uk", "Опубліковано 25 травня 2021"), ("fr", "Publié le 25 mai 2021"), ("es", "Fecha: 25 de mayo de 2021"),
         ("pt", "Publicado em 25/05/2021"), ("it", "Data di pubblicazione: 25 maggio 2021"),
         ("tr", "Yayın Tarihi: 25.05.2021"),
         ("zh", "发布时间：2021-05-25"), ("ja", "掲載日：2021年5月25日"), ("ko", "등록일 2021-05-25"),
         ("ar", "تاريخ النشر: 25 مايو 2021"), ("vi", "Ngày đăng: 25/05/2021"), ("id", "Diterbitkan: 25 Mei 2021")],
    )  # fmt: skip
    def test_labelled_in_any_language(self, lang: str, label: str) -> None:
        assert date_of(article(after=f"<p>{label}</p>"), lang=lang) == "2021-05-25"
        assert date_of(article(under=f"<p>{label}</p>"), lang=lang) == "2021-05-25"
        shown = article(after=f"<p>{label}</p>", under="<p>Last updated: 9 June 2022</p>")
        assert date_of(shown, lang=lang) == "2021-05-25"

    def test_a_label_in_the_cell_beside(self) -> None:
        assert date_of(article(after="<dl><dt>Published</dt><dd>8 May 2021</dd></dl>")) == "2021-05-08"
        assert date_of(article(after="<table><tr><td>Last updated:</td><td>8 May 2021</td></tr></table>")) is None

    @pytest.mark.parametrize(
        "opening", ["Baku, 8 November 2021 – ", "(Baku) November 8, 2021 — ", "BAKU, November 8, 2021 - ",
                    "(08.11.2021) ", "Washington, D.C. (November 8, 2021) – "],
    )  # fmt: skip
    def test_dateline_of_the_first_paragraph(self, opening: str) -> None:
        body = f"<main><h1>{TITLE}</h1><p>{opening}{PROSE[0]}</p>{paragraphs_html(PROSE[1:])}</main>"
        assert date_of(body, url="https://www.mfa.gov.au/news/statement-1") == "2021-11-08"

    def test_a_year_left_out_is_the_addresses(self) -> None:
        body = f"<main><h1>声明</h1><p>新华社北京4月24日电 {'外交部发言人就此发表谈话。' * 12}</p></main>"
        url = "https://www.mfa.example/2024/04/24/c_1.html"
        assert date_of(body, title="声明", lang="zh", url=url) == "2024-04-24"

    def test_events_in_the_text_are_not_it(self) -> None:
        inside = "<p>The conference on 5 May 2021 will be opened by the Minister.</p><p>5 to 7 May 2021</p>"
        assert date_of(article(end=inside)) is None
        assert date_of(article(after="<p>Date of the event: 5 May 2021</p>")) is None
        assert date_of(article(after="<p>5 May 2021 – 7 May 2021</p>")) is None
        assert (
            date_of(article(after="<dl><dt>Begins:</dt><dd>5 May 2021</dd><dt>Ends:</dt><dd>7 May 2021</dd></dl>"))
            is None
        )

    def test_a_chronicle_is_dated_by_none_of_its_paragraphs(self) -> None:
        days = "".join(f"<p>{day} August 2009 – {PROSE[2]}</p>" for day in (8, 12, 19))
        assert date_of(f"<main><h1>{TITLE}</h1>{days}</main>") is None

    def test_dates_of_related_statements(self) -> None:
        more = "".join(
            f"<div class=teaser><a href=/n/{n}><h3>Another, no {n}</h3></a><span class=date>{n} May 2021</span></div>"
            for n in range(1, 4)
        )
        one = "<div class=teaser><a href=/n/1><h3>Another</h3></a><span class=date>7 May 2021</span></div>"
        labelled = "<div class=teaser><a href=/n/1><h3>Another</h3></a><p>Published: 7 May 2021</p></div>"
        for related in (more, one, labelled):
            assert date_of(article() + f"<section><h2>More news</h2>{related}</section>") is None
            assert date_of(f"<section>{related}</section>" + article()) is None
            assert date_of(article() + f"<aside>{related}</aside>") is None

    def test_dates_of_comments(self) -> None:
        comment = (
            "<div class=comment><b>Maria says:</b> <time datetime=2021-05-09>9 May 2021</time><p>Thanks.</p></div>"
        )
        assert date_of(article(under=f"<section id=comments>{comment}</section>")) is None

    def test_copyright_years(self) -> None:
        assert date_of(article() + "<p>Copyright © 8 May 2019 Ministry</p>") is None

    def test_dublin_cores_date_alone_proves_nothing(self) -> None:
        weak = '<meta name="dc.date" content="2021-11-08"><meta name="dcterms.created" content="2021-11-08">'
        assert date_of(article(), head=weak) is None
        assert date_of(article(end="<p>8 November 2021</p>"), head=weak) == "2021-11-08"

    def test_filed_under_its_day(self) -> None:
        assert date_of(article(), url="https://www.mfa.example/2021/11/08/statement") == "2021-11-08"
        assert date_of(article(), url="https://www.mfa.example/art/202111/t20211108_1234.html") == "2021-11-08"
        assert date_of(article(), url="https://www.mfa.example/press/20211108IPR94207/statement") is None
        shown = article(after="<p class=date>10 November 2021</p>")
        assert date_of(shown, url="https://www.mfa.example/2021/11/08/statement") == "2021-11-10"

    def test_nested_json_ld(self) -> None:
        story = {"@type": "NewsArticle", "headline": TITLE, "datePublished": "2021-11-08T09:00:00+04:00"}
        graphs: list[object] = [
            {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "Ministry"}, story]},
            {"@type": "WebPage", "dateModified": "2022-01-01", "mainEntity": story},
            [{"@type": "BreadcrumbList"}, story],
        ]
        for graph in graphs:
            head = f'<script type="application/ld+json">{json.dumps(graph)}</script>'
            assert date_of(article(), head=head) == "2021-11-08"

    def test_broken_json_ld_says_what_can_be_told(self) -> None:
        broken = '{"@type": "NewsArticle", "headline": "x "y"", "datePublished": "2021-11-08T09:00:00+04:00",}'
        head = f'<script type="application/ld+json">{broken}</script>'
        assert date_of(article(), head=head) == "2021-11-08"

    def test_two_voices_that_contradict_each_other(self) -> None:
        head = '<meta property="article:published_time" content="2020-01-05">'
        html = document(article(after="<p>8 November 2021</p>"), title=NAMED, head=head)
        reading = read(page(html))
        assert reading.published is None
        assert any("2021-11-08" in note and "2020-01-05" in note for note in reading.warnings)

    def test_a_third_voice_decides_between_two(self) -> None:
        head = '<meta property="article:published_time" content="2020-01-05">'
        body = article(after="<p>8 November 2021</p>")
        for date, day in (("8 Nov 2021", "2021-11-08"), ("5 January 2020", "2020-01-05")):
            assert date_of(body, head=head, hint=Hint("https://www.mfa.example/news", date=date)) == day
        assert date_of(article(after="<p>Published: 8 November 2021</p>"), head=head) == "2021-11-08"

    def test_impossible_and_future_dates(self) -> None:
        for shown in ("31 November 2021", "8 November 2031", "00.00.0000"):
            assert date_of(article(after=f"<p>{shown}</p>")) is None

    def test_a_cell_of_data_is_not_it(self) -> None:
        rows = "".join(f"<tr><td>Body {n}</td><td>{n} June 2022</td></tr>" for n in (3, 8))
        table = f"<table><tr><td>Body</td><td>Election</td></tr>{rows}</table>"
        holidays = (
            "<table><tr><td>1 January 2022</td><td>New Year</td></tr><tr><td>8 March 2022</td><td>Day</td></tr></table>"
        )
        for inside in (table, holidays):
            assert date_of(article(end=inside)) is None
            assert date_of(f"<main><h1>{TITLE}</h1><p>{PROSE[0]}</p>{inside}<p>{PROSE[1]}</p></main>") is None
            assert date_of(article(after="<p class=date>8 May 2021</p>", end=inside)) == "2021-05-08"

    def test_a_table_of_metadata_and_one_of_layout_say_it(self) -> None:
        meta = "<table><tr><td>Published:</td><td>8 May 2021</td></tr><tr><td>Place:</td><td>Baku</td></tr></table>"
        assert date_of(article(after=meta)) == "2021-05-08"
        layout = (
            f"<table><tr><td><b>{TITLE}</b></td><td>&nbsp;</td></tr><tr><td>8 May 2021</td><td>Baku</td></tr>"
            f"<tr><td>{TEXT}</td></tr></table>"
        )
        assert date_of(layout) == "2021-05-08"

    @pytest.mark.parametrize(
        ("lang", "line"),
        [("es", "Publicación de resultados: 30 de abril de 2022"), ("en", "Results: 30 April 2022"),
         ("en", "Publication of the results: 30 April 2022"), ("ru", "Публикация результатов: 30.04.2022"),
         ("de", "Veröffentlichung der Ergebnisse: 30.04.2022"), ("pl", "Publikacja wyników: 30.04.2022"),
         ("fr", "Publication des résultats : 30 avril 2022")],
    )  # fmt: skip
    def test_the_last_line_says_when_something_else_is(self, lang: str, line: str) -> None:
        listed = f"<ul><li>Exam: 16.03.2022</li><li>{line}</li></ul>"
        for end in (f"<p>{line}</p>", listed):
            assert date_of(article(end=end), lang=lang) is None
            assert date_of(article(after="<p class=date>25.05.2021</p>", end=end), lang=lang) in {"2021-05-25", None}

    def test_the_last_line_says_that_it_is_published(self) -> None:
        for line, lang in (("Published: 25 May 2021", "en"), ("Date of publication: 25 May 2021", "en"),
                           ("Дата публикации: 25.05.2021", "ru"), ("Fecha de publicación: 25 de mayo de 2021", "es"),
                           ("Data di pubblicazione martedì, 25 maggio 2021", "it")):  # fmt: skip
            assert date_of(article(under=f"<p>{line}</p>"), lang=lang) == "2021-05-25"

    def test_a_photographs_date_is_not_it(self) -> None:
        for credit in ("(Photograph: national archive, 3 June 1965)", "Photo: national archive, 3 June 1965"):
            inside = f"<main><h1>{TITLE}</h1><p>{PROSE[0]}</p><p>{credit}</p><p>{PROSE[1]}</p></main>"
            assert date_of(inside) is None
            assert date_of(article(after=f"<p>{credit}</p>")) is None

    def test_a_familys_class_on_teasers(self) -> None:
        liferay = '<meta name="generator" content="Liferay Portal">'
        own = "<div class=portlet><div class=journal-content-article>{}<h3>{}</h3>{}</div></div>"
        more = "".join(
            f'<div class=asset-abstract><h4><a href="/-/n{n}">The Minister receives guest {n}</a></h4>'
            f"<div class=metadata-publish-date>{n} May 2022</div></div>"
            for n in (4, 5)
        )
        for shown, day in (("", None), ("<div class=fecha>8 November 2021</div>", "2021-11-08"),
                           ("<div class=fecha>in the autumn</div>", None)):  # fmt: skip
            body = own.format(shown, TITLE, TEXT) + f"<section class=portlet><h2>Latest</h2>{more}</section>"
            assert date_of(body, head=liferay) == day

    def test_microdata_of_other_texts(self) -> None:
        scope = "itemscope itemtype='https://schema.org/Article'"
        day = "<time itemprop=datePublished datetime=2022-05-0{0}>in May</time>"
        other = f"<div {scope}><a href=/n/{{0}}>The Minister receives guest {{0}}</a>{day}</div>"
        for run in (other.format(4), other.format(4) + other.format(5)):
            assert date_of(article() + f"<section>{run}</section>") is None
            assert date_of(f"<section>{run}</section>" + article()) is None
        own = f"<main {scope}><h1 itemprop=headline>{TITLE}</h1>{day.format(3)}{TEXT}</main>"
        assert date_of(own + other.format(4) + other.format(5)) == "2022-05-03"

    def test_dates_of_a_run_of_links_at_the_end(self) -> None:
        for form in (
            "<p class=news-item><span class=news-date-time>{n} May 2022</span> <a href=/n/{n}>Guest number {n}</a></p>",
            "<li><time datetime=2022-05-0{n}T08:00:00Z>{n} May 2022</time><a href=/n/{n}>Guest number {n}</a></li>",
            "<dt>{n} May 2022</dt><dd><a href=/n/{n}>Guest number {n} is received</a></dd>",
        ):
            run = "".join(form.format(n=n) for n in (4, 5, 6))
            box = "dl" if "<dt>" in form else "ul"
            assert date_of(article(under=f"<{box}>{run}</{box}>")) is None
            assert date_of(article(after="<p>8 May 2021</p>", under=f"<{box}>{run}</{box}>")) == "2021-05-08"

    def test_teasers_whose_first_summary_reads_as_the_text(self) -> None:
        items = "".join(
            f"<div><h3><a href=/n/{n}>Blog entry number {n} of the crew</a></h3><p>{n} April 2021</p>"
            f"<p>{PROSE[n % 3]}</p></div>"
            for n in (1, 2, 3, 4)
        )
        found = extract(page(document(f"<main><h1>Indonesia</h1><div>{items}</div></main>", title="Indonesia")), None)
        assert not isinstance(found, Reading) or found.published is None

    @pytest.mark.parametrize(
        ("shown", "moment", "day"),
        [
            ("09/10/2021", "2021-10-08T22:00:00Z", "2021-10-09"),
            ("10/09/2021", "2021-10-09T06:00:00Z", "2021-10-09"),
            ("09/10/2021", "2021-07-08T22:00:00Z", None),
            ("some 9/10ths of 2021", "2021-10-08T22:00:00Z", None),
            ("two days ago", "2021-10-08T12:00:00Z", "2021-10-08"),
        ],
    )
    def test_numbers_beside_a_machines_moment(self, shown: str, moment: str, day: str | None) -> None:
        assert date_of(article(after=f'<div><time datetime="{moment}">{shown}</time></div>')) == day

    @pytest.mark.parametrize(
        ("said", "day"),
        [
            (
                "On Friday 10 December the Deputy Minister paid a working visit to the neighbouring capital.",
                "2021-12-10",
            ),
            (
                "On December 9-10, 2021 the Deputy Minister paid a working visit to the neighbouring capital.",
                "2021-12-10",
            ),
            (
                "On 12 October 2021 the Deputy Minister paid a working visit to the neighbouring capital city.",
                "2021-10-12",
            ),
            ("On 12 October the Deputy Minister paid a visit, and on 10 December the Minister paid another.", None),
            ("On 10 December 2019 the Deputy Minister paid a working visit to the neighbouring capital.", None),
        ],
    )
    def test_the_texts_words_settle_its_numbers(self, said: str, day: str | None) -> None:
        assert date_of(f"<main><h1>{TITLE}</h1><p class=date>10.12.2021</p><p>{said}</p>{TEXT}</main>") == day

    def test_published_and_changed_in_one_line(self) -> None:
        for line in ("14.03.2021 / 17:05 | Aktualizováno: 20.03.2021 / 09:12",
                     "Zveřejněno: 14.03.2021, aktualizováno: 20.03.2021"):  # fmt: skip
            assert date_of(article(after=f"<div>{line}</div>"), lang="cs") == "2021-03-14"
        assert date_of(article(after="<div>Aktualizováno: 20.03.2021</div>"), lang="cs") is None

    def test_years_of_the_republic_where_the_page_counts_them(self) -> None:
        text = "<p>" + "外交部對兩國代表團就開放邊境口岸達成協議表示歡迎，並感謝調解方數月以來的努力。" * 4 + "</p>"
        body = f"<div>{{}}</div><main><h1>外交部歡迎開放口岸協議</h1><p class=date>110-03-14</p>{text}</main>"
        assert date_of(body.format("中華民國111年11月1日"), lang="zh", title="外交部歡迎開放口岸協議") == "2021-03-14"
        assert date_of(body.format(""), lang="zh-TW", title="外交部歡迎開放口岸協議") == "2021-03-14"
        assert date_of(body.format(""), lang="zh-CN", title="外交部歡迎開放口岸協議") is None

    def test_a_date_in_an_element_of_its_own_before_the_text(self) -> None:
        body = (
            f"<div class=news-detail><span class=news-date-time>8 May 2021</span>\n{PROSE[0]}<br><br>{PROSE[1]}</div>"
        )
        assert date_of(f"<main><h1>{TITLE}</h1>{body}</main>") == "2021-05-08"

    def test_glued_words(self) -> None:
        assert date_of(article(after="<p>2021-05-08 12:11来源：外交部</p>"), lang="zh") == "2021-05-08"
        assert date_of(article(after="<p>Published May 8, 2021 01:01:04AM</p>")) == "2021-05-08"

    def test_a_machines_moment_in_the_byline_and_the_day_of_the_address(self) -> None:
        body = article(after="<p>By Maria Schneider - 2021-05-09T09:14:39Z</p>")
        assert date_of(body, url="https://www.mfa.example/news/2021-05-08/statement.html") == "2021-05-09"
        assert date_of(body, url="https://www.mfa.example/news/2021-05-02/statement.html") is None

    def test_two_days_that_stand_equally_near(self) -> None:
        inner = f"<p>13 May 2021</p><div><p>Statement of the committee - 12 May 2021</p>{TEXT}</div>"
        assert date_of(f"<main><h1>{TITLE}</h1>{inner}</main>") is None

    def test_an_event_in_the_heading(self) -> None:
        for title in ("What will change on the border on July 24, 2021?", "The border opens on 24 July 2021"):
            assert date_of(article(title=title), title=title) is None
