"""Canonical addresses, ids and digests: laws, and the collisions that would make two statements one."""

import unicodedata
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from crawler.model import identity
from crawler.model.identity import canonical_url, statement_id, text_digest

hosts = st.sampled_from(
    ["mfa.example", "WWW.MFA.Example.", "mfa.example:80", "mfa.example:443", "mfa.example:8080", "user:pw@mfa.example",
     "мид.рф", "xn--d1ahl.xn--p1ai", "[2001:DB8::1]", "[::1]:8080", "xn--zz--.example", "a_b.example", "192.0.2.7"]
)  # fmt: skip
pieces = [
    *"abcAZ09/?#&=;:%+.,~-_ @\\[]'\"\t\n\u00e9\ud800\x00\u00a0", "..", "%2e", "%2F", "%25", "%E9", "%c3%a9", "%5f",
    "%6A", "utm_source", "utm_source=", "sid", ";jsessionid=",
]  # fmt: skip
tails = st.lists(st.sampled_from(pieces), max_size=16).map("".join)
urls = st.builds(
    lambda scheme, host, tail: f"{scheme}://{host}/{tail}", st.sampled_from(["http", "HTTPS"]), hosts, tails
)


@given(st.text() | urls | st.builds("http://{}".format, st.text()))
@example("http://[")
@example("http://[::1%25eth0]/")
@example("http://a:99999/")
@example("http://a:b/")
@example("http:///x")
@example("http://\udc80/")
@example("http://.../")
@example("https://xn--\x80/")
@example("http://a b/")
@example("http://a\\b/")
def test_never_raises_anything_but_value_error(url: str) -> None:
    try:
        result = canonical_url(url)
    except ValueError:
        return
    assert result.isascii()
    assert result.startswith(("http://", "https://"))


@given(urls)
@example("http://h.example/a/%2e%2e/b")
@example("http://h.example/%252e%252e/b")
@example("http://h.example/a;%6Asessionid=1")
@example("http://h.example/?utm%5Fsource=x&a=1")
@example("http://h.example/?a+b=c%20d&e=%2B")
@example("http://h.example/?=&&=")
@example("http://h.example//a//b/")
def test_is_idempotent(url: str) -> None:
    try:
        once = canonical_url(url)
    except ValueError:
        assume(False)
        return
    assert canonical_url(once) == once


@given(urls)
def test_gives_nothing_away_and_carries_no_noise(url: str) -> None:
    try:
        result = canonical_url(url)
    except ValueError:
        assume(False)
        return
    assert "#" not in result
    assert "user:pw" not in result
    assert ";jsessionid=" not in urlsplit(result).path
    assert not {"utm_source", "jsessionid"} & {name for name, _ in parse_qsl(urlsplit(result).query)}
    assert "\t" not in result
    assert " " not in result


@pytest.mark.parametrize(
    ("given_url", "expected"),
    [
        ("HTTP://MFA.Example:80", "http://mfa.example/"),
        ("https://mfa.example:443/A/b", "https://mfa.example/A/b"),
        ("https://mfa.example:8443/", "https://mfa.example:8443/"),
        ("http://mfa.example:443/", "http://mfa.example:443/"),
        ("https://mfa.example./x", "https://mfa.example/x"),
        ("https://user:secret@mfa.example/x", "https://mfa.example/x"),
        ("https://mfa.example/x#part", "https://mfa.example/x"),
        ("  https://mfa.example/x\n", "https://mfa.example/x"),
        ("https://мид.рф/новости", "https://xn--d1ahl.xn--p1ai/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8"),
        ("https://[2001:DB8:0::1]:443/x", "https://[2001:db8::1]/x"),
        ("https://mfa.example/a/./b/../c", "https://mfa.example/a/c"),
        ("https://mfa.example/%7Euser/%e2%80%93", "https://mfa.example/~user/%E2%80%93"),
        ("https://mfa.example/?b=2&a=1", "https://mfa.example/?a=1&b=2"),
        ("https://mfa.example/x?utm_source=n&id=7&fbclid=Q&_ga=1", "https://mfa.example/x?id=7"),
        ("https://mfa.example/x;jsessionid=1F2E/y?PHPSESSID=abc", "https://mfa.example/x/y"),
        ("https://mfa.example/x?sid=0123456789abcdef0123456789abcdef", "https://mfa.example/x"),
        ("https://mfa.example/?", "https://mfa.example/"),
    ],
)
def test_spells_one_address_one_way(given_url: str, expected: str) -> None:
    assert canonical_url(given_url) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://mfa.example/news/1", "https://mfa.example/news/1/"),
        ("https://mfa.example/News", "https://mfa.example/news"),
        ("https://mfa.example/?t=%E8", "https://mfa.example/?t=%E9"),  # bytes of a charset that is not UTF-8
        ("https://mfa.example/modules.php?name=News&sid=1", "https://mfa.example/modules.php?name=News&sid=2"),
        ("https://mfa.example/x?sessionid=spring-2021", "https://mfa.example/x?sessionid=autumn-2021"),
        ("https://mfa.example/a%2Fb", "https://mfa.example/a/b"),
        ("https://mfa.example/?a=1%262", "https://mfa.example/?a=1&2"),
        ("https://mfa.example:8080/", "https://mfa.example/"),
        ("https://a.mfa.example/", "https://b.mfa.example/"),
    ],
)
def test_two_addresses_stay_two(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


NO_ADDRESSES = [
    *("", "news/1", "//mfa.example/x", "ftp://mfa.example/", "mailto:a@mfa.example", "javascript:void(0)", "data:,x"),
    *(
        "http://",
        "http://a b/",
        "http://a\\@b/",
        "http://a..b/",
        "http://<script>/",
        "http://[::1",
        "http://[1.2.3.4]/",
    ),
    "http://mfa.example:70000/",
]


@pytest.mark.parametrize("url", NO_ADDRESSES)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (that it is one is the law)
        canonical_url(url)


def test_a_percent_sign_encoded_over_and_over_stays_what_it_is() -> None:
    nested = "http://mfa.example/" + "%25" * 5000 + "2e"
    assert canonical_url(nested) == nested


def test_id_is_of_source_and_address_without_scheme() -> None:
    one = statement_id("by_mfa", canonical_url("http://mfa.example/x"))
    assert one == statement_id("by_mfa", canonical_url("https://MFA.example:443/x#y"))
    assert one == "by_mfa-9a4be7706c98df86389c"
    assert one != statement_id("az_mfa", canonical_url("http://mfa.example/x"))
    assert one != statement_id("by_mfa", canonical_url("http://mfa.example/x/"))


texts = st.lists(st.text(st.characters(), max_size=8), max_size=4)


@given(texts)
def test_digest_is_of_the_form_promised_and_takes_any_text(parts: list[str]) -> None:
    digest = text_digest(parts)
    assert digest.startswith("sha256:")
    assert len(digest) == 71
    assert digest == text_digest(unicodedata.normalize("NFD", part) for part in parts)
    assert digest == text_digest(f"\u00a0 {part}\n" for part in parts)


@given(texts, texts)
def test_digests_are_equal_only_of_equal_texts(one: list[str], other: list[str]) -> None:
    def folded(parts: list[str]) -> list[str]:
        return [" ".join(unicodedata.normalize("NFC", part).split()) for part in parts]

    assert (text_digest(one) == text_digest(other)) == (folded(one) == folded(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["a\x00b"], ["a", "b"]),
        (["a", ""], ["a"]),
        (["ab", "c"], ["a", "bc"]),
        (["a\ud800"], ["a?"]),
        (["Statement"], ["statement"]),
        (["of 8 November"], ["of 8, November"]),
        (["a b"], ["ab"]),
        (["№ 1"], ["No 1"]),
    ],
)
def test_a_change_is_a_change(one: list[str], other: list[str]) -> None:
    assert text_digest(one) != text_digest(other)


def test_nothing_is_the_empty_text() -> None:
    assert text_digest([None, "a"]) == text_digest(["", "a"])
    assert text_digest(["a", None]) != text_digest([None, "a"])


@given(st.text(), st.text())
def test_both_digests_of_a_statement_are_those_of_its_texts(title: str, body: str) -> None:
    assert identity.statement_digests(title, body) == (
        identity.text_digest((title, body)),
        identity.text_digest((body,)),
    )
