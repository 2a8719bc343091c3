"""The bytes of a request."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.wire.request import Target, WireRequest, request_bytes


def sent(url: str, method: str = "GET", headers: tuple[tuple[bytes, bytes], ...] = (), body: bytes = b"") -> bytes:
    request = WireRequest(url, method, headers, body)
    return request_bytes(request, Target.of(url))


def test_a_plain_request_says_host_first_and_what_it_can_decode() -> None:
    assert sent("http://press.example/en?b=2&a=%20#part") == (
        b"GET /en?b=2&a=%20 HTTP/1.1\r\nHost: press.example\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n\r\n"
    )


def test_headers_go_out_in_order_and_as_given() -> None:
    headers = ((b"user-AGENT", b"c"), (b"X", b"1"), (b"accept-encoding", b"identity"), (b"X", b"2"))
    assert sent("http://h/", headers=headers) == (
        b"GET / HTTP/1.1\r\nHost: h\r\nuser-AGENT: c\r\nX: 1\r\naccept-encoding: identity\r\nX: 2\r\n\r\n"
    )


def test_what_would_contradict_the_message_is_ours_to_say() -> None:
    headers = (
        (b"Content-Length", b"99"),
        (b"Transfer-Encoding", b"chunked"),
        (b"Proxy-Authorization", b"secret"),
        (b"Accept-Encoding", b"br"),
        (b"Host", b"other.example"),
    )
    assert sent("http://h/", "POST", headers, b"abc") == (
        b"POST / HTTP/1.1\r\nHost: other.example\r\nAccept-Encoding: br\r\nContent-Length: 3\r\n\r\nabc"
    )


def test_a_method_that_has_a_body_says_when_it_is_empty() -> None:
    assert b"Content-Length: 0\r\n" in sent("http://h/", "POST")
    assert b"Content-Length" not in sent("http://h/", "DELETE")


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("http://Press.Example", Target("http", "press.example", 80, "/")),
        ("https://press.example:443/a", Target("https", "press.example", 443, "/a")),
        ("http://press.example:8080?q", Target("http", "press.example", 8080, "/?q")),
        ("http://press.example/a?", Target("http", "press.example", 80, "/a?")),
        ("http://user:secret@press.example/", Target("http", "press.example", 80, "/")),
        ("http://[2606:4700::1]:81/", Target("http", "2606:4700::1", 81, "/")),
        ("http://пресс.example./x", Target("http", "xn--e1atdfa.example", 80, "/x")),
    ],
)
def test_an_address_is_read(url: str, target: Target) -> None:
    assert Target.of(url) == target


def test_host_has_the_port_only_where_it_is_not_the_schemes_own() -> None:
    authorities = [
        Target.of(url).authority for url in ("http://h:80/", "https://h:80/", "http://[::1]:81/", "https://h/")
    ]
    assert authorities == ["h", "h:80", "[::1]:81", "h"]


@pytest.mark.parametrize(
    "url",
    [
        "", "ftp://h/", "file:///etc/passwd", "data:,x", "http://", "http:///x", "http://h/a b", "http://h/\r\nX: y",
        "http://h/ä", "http://[::1/", "http://h:x/", "http://h:99999/", "http://a b/",
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_told(url: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        sent(url)


@pytest.mark.parametrize(
    "header", [(b"X", b"a\r\nY: b"), (b"X\r\nY", b"b"), (b"X:", b"b"), (b"", b"b"), (b"X", b"a\0b"), (b"X y", b"b")]
)
def test_a_header_cannot_smuggle_another(header: tuple[bytes, bytes]) -> None:
    with pytest.raises(ValueError, match="break the request"):
        sent("http://h/", headers=((b"A", b"b"), (b"A", b"b"), header))


def test_a_method_cannot_smuggle_a_request() -> None:
    with pytest.raises(ValueError, match="not a method"):
        sent("http://h/", "GET / HTTP/1.1\r\nX:")


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_told(text: str) -> None:
    try:
        message = sent("http://h/" + text)
    except ValueError:
        return
    assert message.count(b"\r\n") == 4
