"""The lines that a page shows."""

from crawler.extract.lines import Line, lines_of
from crawler.extract.tree import parse
from crawler.model.failure import Failure
from tests.extract.pages import PROSE, document


def lines(body: str) -> list[Line]:
    root = parse(document(body).encode())
    assert not isinstance(root, Failure)
    return lines_of(root)


def texts(body: str) -> list[str]:
    return [line.text for line in lines(body)]


def test_blocks_and_breaks_end_a_line_and_inline_elements_do_not() -> None:
    assert texts("<p>a <b>b</b><i>c</i> d<br>e</p>f<div>g<span>h</span></div>i") == ["a bc d", "e", "f", "gh", "i"]


def test_what_no_one_sees_is_no_line() -> None:
    hidden = "<script>a</script><style>b</style><p hidden>c</p><p style='display: none'>d</p><template>e</template>"
    assert texts(f"{hidden}<select><option>f</select><p>shown</p>") == ["shown"]


def test_style_sheets_part_what_the_source_does_not() -> None:
    (line,) = lines("<p><span>Maria</span><span>8 May 2021</span><span>0 comments</span></p>")
    assert (line.text, line.parted) == ("Maria8 May 20210 comments", "Maria 8 May 2021 0 comments")


def test_what_a_line_stands_in() -> None:
    found = {
        line.text: line
        for line in lines(
            "<header><p>head</p></header><nav><a href=/>home</a></nav><main><h2><div>title</div></h2><p><b>bold</b></p>"
            "<p><time>8 May</time> x</p></main><article><header><p>inner</p></header></article><footer>foot</footer>"
        )
    }
    assert (found["head"].header, found["home"].frame, found["home"].is_link) == (True, True, True)
    assert (found["title"].level, found["bold"].bold, found["8 May x"].dated, found["foot"].frame) == (
        2,
        True,
        True,
        True,
    )
    assert (found["inner"].header, found["inner"].frame, found["8 May x"].bold) == (False, False, False)


def test_a_frame_that_holds_the_text_is_none() -> None:
    body = f"<div class='share related'><p>{PROSE[0]}</p><p>{PROSE[1]}</p></div><div class=related><p>More</p></div>"
    assert [line.frame for line in lines(body)] == [False, False, True]


def test_odd_nesting_loses_nothing() -> None:
    deep = "<div>" * 300 + "deep" + "</div>" * 300
    assert texts(f"<table><tr><td>a<td>b</table>{deep}<p>c<p>d") == ["a", "b", "deep", "c", "d"]
