"""CDXJ: keys as the tools of the field make them, of any address, without a network; lines that they read."""

import socket

import pytest
import surt
from hypothesis import given
from hypothesis import strategies as st

from crawler.warc import cdxj
from crawler.warc.cdxj import CdxLine, parse_line, sort_lines, timestamp, urlkey

ODD = [
    "http://www.archive.org/",
    "http://archive.org/goo/?a=2&b&a=1",
    "https://WWW2.Example.COM:443/A/../B/./c//d/?Q=1&jsessionid=0123456789abcdef0123456789ABCDEF&x=y",
    "http://example.com:8080/x?",
    "http://1.2.3.4/x",
    "http://16909060/x",
    "http://1.2/",
    "http://010.1.1.1/",
    "http://0x1.2/x",
    "http://999.1.1.1/x",
    "http://[2001:db8::1]:80/x",
    "http://[2001:db8::1/x",
    "http://user:pw@example.org/x#frag",
    "http://example.org:/x",
    "http://example.org:port/x",
    "http://example.org:99999/x",
    "http://bücher.example/ä?ö=ü",
    "http://xn--bcher-kva.example/",
    "http:////host/path",
    "http://https://example.org/a",
    "http://example.org",
    "http://example.org?x",
    "http://example.org/%2525%20a b",
    "urn:uuid:1234",
    "dns:www.example.org",
    "mailto:A@B.c",
    "http://../x",
    "http:///x",
    "http://www.www.a.b/x",
    "http://example.org/(a(0123456789abcdefghijklmn))/x.aspx?y",
    "http://example.org/(0123456789abcdefghijklmn)/x.aspx",
    "example.org/path",
    "example.org:80/path",
    "http://a.b/?a=b=c&a&=&&",
    "http://a.b/?",
    "http://a.b/..",
    "http://a.b/../../x/..",
    "filedesc://x.arc",
    "http://a.b/?sid=0123456789abcdef0123456789abcdef",
    "http://a.b/?x=1&cfid=1&cftoken=2",
    "HTTP://A.B:80/X",
    "http://%77ww.a.b/x",
    "http://a..b/",
    "http://%C3%A9.%C3.example/",
    "https://mfa.gov.az/az/news/nəşr",
    "http://a b/c",
    "http:",
    "http:/",
    "http:?x",
]

_PARTS = st.sampled_from(
    [
        "http://",
        "https://",
        "www.",
        "www2.",
        "a",
        "B",
        "é",
        ".",
        "..",
        "/",
        "//",
        "?",
        "&",
        "=",
        "#",
        "%",
        "%41",
        "%2f",
        "%25",
        "@",
        ":",
        ":80",
        ":443",
        "1",
        "2.3",
        "0",
        "08",
        "[",
        "]",
        "::1",
        "x.aspx",
        "(",
        "jsessionid=0123456789abcdef0123456789abcdef",
        "sid=0123456789abcdef0123456789abcdef",
        "dns:",
        "ftp://",
        "urn:",
        "я",
        "\\",
        "'",
        '"',
        "<",
        ";",
    ]
)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library asks the resolver for hosts that look like addresses; offline that gives what ``inet_aton`` does."""

    def numbers_only(host: str | bytes) -> tuple[str, list[str], list[str]]:
        try:
            return "", [], [socket.inet_ntoa(socket.inet_aton(host if isinstance(host, str) else host.decode()))]
        except OSError:
            raise socket.gaierror(-2, "Name or service not known") from None

    monkeypatch.setattr(socket, "gethostbyname_ex", numbers_only)


def theirs(url: str) -> str:
    """The key as cdxj-indexer makes it."""
    try:
        key: str = surt.surt(url)
    except Exception:  # noqa: BLE001 - as cdxj-indexer itself: whatever it raises, the address is its own key
        return url
    return key


@pytest.mark.parametrize("url", ODD)
def test_keys_are_those_of_the_tools(url: str) -> None:
    assert urlkey(url) == theirs(url)


@given(st.lists(_PARTS, min_size=1, max_size=9).map("".join))
def test_any_key_is_that_of_the_tools(url: str) -> None:
    assert urlkey(url) == theirs(url)


@given(st.text())
def test_no_text_breaks_a_key_or_its_line(url: str) -> None:
    key = urlkey(url)
    assert key
    assert not set(key) & set(" \n\r\t")


def test_a_key_asks_no_resolver(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the resolver was asked")

    for name in ("gethostbyname_ex", "gethostbyname", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)
    assert urlkey("http://999.1.1.1/x") == "1,1,1,999)/x"
    assert urlkey("http://10.1/x") == "1,0,0,10)/x"


def test_an_address_escaped_a_thousand_times_takes_no_time() -> None:
    assert urlkey("http://a.b/%" + "25" * 100_000).startswith("b,a)/%")


@pytest.mark.parametrize(
    ("date", "digits"),
    [
        ("2021-11-08T09:00:00.123456Z", "20211108090000"),
        ("2021-11-08T09:00:00Z", "20211108090000"),
        ("2021-11-08", "20211108000000"),
        ("2021-11", "20211101000000"),
        ("2021", "20210101000000"),
        ("20211108090000", "20211108090000"),
    ],
)
def test_a_timestamp_has_fourteen_digits(date: str, digits: str) -> None:
    assert timestamp(date) == digits


@given(
    st.builds(
        CdxLine,
        urlkey=st.text("abc)/?=,", min_size=1),
        timestamp=st.from_regex(r"\d{14}", fullmatch=True),
        url=st.text(),
        mime=st.none() | st.text(min_size=1),
        status=st.none() | st.integers(100, 999),
        digest=st.none() | st.just("sha256:" + "0" * 64),
        length=st.integers(1, 2**40),
        offset=st.integers(0, 2**40),
        filename=st.text(min_size=1),
    )
)
def test_a_line_comes_back_as_it_was(line: CdxLine) -> None:
    text = line.text()
    assert text.endswith("\n")
    assert text.count("\n") == 1
    assert parse_line(text) == line


@pytest.mark.parametrize(
    "text", ["", "x", "a)/ 2021", 'a)/ 2021 {"url": 1', "a)/ 2021 []", 'a)/ 2021 {"url": "x"}', " "]
)
def test_what_is_no_line_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no line"):
        parse_line(text)


def test_fields_of_other_makers_are_passed_over() -> None:
    line = parse_line(
        'a)/ 20210101000000 {"url": "http://a/", "length": "9", "offset": "0", "filename": "x", "more": []}'
    )
    assert (line.length, line.offset, line.status, line.mime) == (9, 0, None, None)


def test_lines_sort_as_their_bytes_do() -> None:
    texts = [f"{key} 2021 {{}}\n" for key in ("a)/b", "a)/", "a)/é", "a)/~", "a,b)/", "a)/B", "a)/")]
    assert [text.encode() for text in sort_lines(texts)] == sorted({text.encode() for text in texts})


_WORDS = st.lists(
    st.sampled_from(["a", "B", "www", "www2", "1", "-", "_", ".", "..", "/", "//", "?", "=", "&", "%41", "(", "sid"]),
    max_size=12,
).map("".join)


@given(st.sampled_from(["http", "https"]), _WORDS, st.sampled_from([".az", ".example", ".1"]), _WORDS, _WORDS)
def test_the_short_way_for_plain_addresses_gives_the_key_of_the_long_one(
    scheme: str, name: str, end: str, path: str, query: str
) -> None:
    url = f"{scheme}://m{name.lower()}{end}/{path}?{query}"
    for one in (url, url.partition("?")[0], url.replace("://m", "://")):
        if cdxj._PLAIN.fullmatch(one):
            assert urlkey(one) == cdxj._surt(one.encode()).decode()
