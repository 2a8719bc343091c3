"""Dates above groups of items: they hold for what follows, and for nothing else."""

from lxml import etree, html

from crawler.discover.date_headings import dates_above

DAYS = """<body><header><b class=day>1 June 2024</b></header><main><div class=list>
<p><a class=item id=early>Before any heading</a></p>
<b class=day>31 May 2024</b><ul><li><a class=item id=a>A</a></li><li><a class=item id=b>B</a></li></ul>
<b class=day> </b><p><a class=item id=c>C</a></p>
<h3><b class=day>30 May 2024</b></h3><div><div><a class=item id=d>D</a></div></div>
</div></main><aside><b class=day>29 May 2024</b></aside></body>"""


def read(page: str, css: str | None = "b.day") -> dict[str, str]:
    root = html.document_fromstring(page)
    items: list[etree._Element] = root.cssselect("a.item")
    return {item.get("id", ""): date for item, date in dates_above(root, items, css).items()}


def test_a_days_heading_holds_for_the_items_that_follow_it() -> None:
    assert read(DAYS) == {"a": "31 May 2024", "b": "31 May 2024", "c": "31 May 2024", "d": "30 May 2024"}


def test_todays_date_in_the_pages_head_is_nobodys() -> None:
    assert "early" not in read(DAYS)
    assert read(DAYS.replace("<b class=day>31 May 2024</b>", "").replace("<b class=day>30 May 2024</b>", "")) == {}


def test_an_item_never_gets_the_date_that_stands_in_another() -> None:
    own = "<div><a class=item id=a><b class=day>31 May 2024</b>A</a><a class=item id=b>B</a></div>"
    assert read(own) == {}
    assert read(DAYS.replace(">D<", "><b class=day>30 May 2024</b>D<")) == {}


def test_without_a_selector_or_with_one_item_there_is_nothing_to_group() -> None:
    assert read(DAYS, None) == {}
    assert read("<div><b class=day>31 May 2024</b><a class=item id=a>A</a></div>") == {}
