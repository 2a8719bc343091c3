"""Signatures and timestamps: made, verified offline, and broken part by part. The authority is ``openssl ts``."""

import base64
import builtins
import hashlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.exporters import signature
from crawler.exporters.signature import SignatureError, make_key, sign, verify
from tests.exporters.openssl_tsa import Authority

DIGEST = f"sha256:{hashlib.sha256(b'package').hexdigest()}"
CREATED = "2021-11-08T09:00:00Z"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa") / "one")


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa") / "two", name="Other")


@pytest.fixture
def tsa(authority: Authority) -> Iterator[str]:
    authority.reply = None
    with authority.serve() as url:
        yield url


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "config" / "key.pem"
    make_key(path)
    return path


@pytest.fixture
def stamped(authority: Authority, key: Path, tsa: str) -> dict[str, Any]:
    return sign(DIGEST, CREATED, key=key, tsa=tsa, tsa_cert=authority.root)


def test_a_new_key_can_be_read_by_its_owner_only_and_is_never_replaced(key: Path) -> None:
    assert key.stat().st_mode & 0o777 == 0o600
    assert key.parent.stat().st_mode & 0o077 == 0
    with pytest.raises(FileExistsError):
        make_key(key)


def test_a_signature_without_a_timestamp_says_so(key: Path) -> None:
    verdict = verify(sign(DIGEST, CREATED, key=key), DIGEST, CREATED)
    assert verdict.problems == ()
    assert any("no timestamp" in fact for fact in verdict.facts)
    assert verdict.facts[0].startswith("signed by the key sha256:")


def test_a_timestamp_is_verified_by_a_root_that_is_named(authority: Authority, stamped: dict[str, Any]) -> None:
    verdict = verify(stamped, DIGEST, CREATED, tsa_cert=authority.root)
    assert verdict.problems == ()
    assert "trusted by" in verdict.facts[1]
    assert "Test TSA" in verdict.facts[1]


def test_a_root_that_only_the_package_names_is_told(stamped: dict[str, Any]) -> None:
    verdict = verify(stamped, DIGEST, CREATED)
    assert verdict.problems == ()
    assert "named by the package itself" in verdict.facts[1]


def test_verifying_asks_nobody(authority: Authority, stamped: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was made")

    monkeypatch.setattr("socket.socket.connect", refuse)
    assert verify(stamped, DIGEST, CREATED, tsa_cert=authority.root).problems == ()


def test_a_foreign_root_does_not_vouch(other: Authority, stamped: dict[str, Any]) -> None:
    problems = verify(stamped, DIGEST, CREATED, tsa_cert=other.root).problems
    assert len(problems) == 1
    assert "does not hold" in problems[0]


def test_a_chain_of_the_packages_own_cannot_replace_the_root_that_is_named(
    authority: Authority, other: Authority, key: Path
) -> None:
    with other.serve() as url:
        forged = sign(DIGEST, CREATED, key=key, tsa=url)
    assert verify(forged, DIGEST, CREATED).problems == ()
    forged["timestampCert"] += authority.root.read_text()
    assert verify(forged, DIGEST, CREATED, tsa_cert=authority.root).problems
    assert verify(forged, DIGEST, CREATED).problems


@pytest.mark.parametrize("name", ["hash", "created", "signature", "publicKey", "timeSignature", "timestampCert"])
def test_every_part_that_is_changed_shows(stamped: dict[str, Any], authority: Authority, name: str) -> None:
    text = stamped[name]
    at = len(text) // 2
    changed = {**stamped, name: text[:at] + ("B" if text[at] != "B" else "C") + text[at + 1 :]}
    assert verify(changed, DIGEST, CREATED, tsa_cert=authority.root).problems
    assert verify({**stamped, name: ""}, DIGEST, CREATED, tsa_cert=authority.root).problems


@pytest.mark.parametrize("name", ["publicKey", "timeSignature", "timestampCert"])
def test_whatever_letter_is_changed_ends_in_problems_and_never_in_an_error(stamped: dict[str, Any], name: str) -> None:
    text = stamped[name]
    for at in range(0, len(text), 5):
        changed = {**stamped, name: text[:at] + ("B" if text[at] != "B" else "C") + text[at + 1 :]}
        verify(changed, DIGEST, CREATED)


def test_every_byte_of_the_signature_counts(stamped: dict[str, Any]) -> None:
    raw = base64.b64decode(stamped["signature"])
    for at in range(len(raw)):
        broken = raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
        changed = {**stamped, "signature": base64.b64encode(broken).decode()}
        assert len(verify(changed, DIGEST, CREATED).problems) == 2, at  # neither the key nor the authority signed it


def test_the_timestamp_of_another_signature_does_not_count(key: Path, tsa: str, stamped: dict[str, Any]) -> None:
    again = sign(DIGEST, CREATED, key=key, tsa=tsa)
    mixed = {**stamped, "timeSignature": again["timeSignature"]}
    assert verify(mixed, DIGEST, CREATED).problems


def test_another_packages_digest_is_a_problem(stamped: dict[str, Any]) -> None:
    assert verify(stamped, DIGEST[:-1] + "x", CREATED).problems
    assert verify(stamped, DIGEST, "2021-11-08T09:00:01Z").problems


def test_a_timestamp_before_the_package_was_made_is_a_problem(key: Path, tsa: str) -> None:
    late = "2999-01-01T00:00:00Z"
    signed = sign(DIGEST, late, key=key, tsa=tsa)
    assert any("before the package" in problem for problem in verify(signed, DIGEST, late).problems)


def test_a_property_that_the_format_does_not_know_is_a_problem(stamped: dict[str, Any]) -> None:
    assert verify({**stamped, "note": "x"}, DIGEST, CREATED).problems


@pytest.mark.parametrize("curve", ["prime256v1", "secp384r1"])
def test_a_key_made_by_openssl_signs(tmp_path: Path, curve: str) -> None:
    path = tmp_path / "key.pem"
    subprocess.run(["openssl", "ecparam", "-name", curve, "-genkey", "-noout", "-out", path], check=True)
    path.chmod(0o600)
    assert verify(sign(DIGEST, CREATED, key=path), DIGEST, CREATED).problems == ()


def test_openssl_verifies_what_we_sign(
    tmp_path: Path, key: Path, authority: Authority, stamped: dict[str, Any]
) -> None:
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    raw = base64.b64decode(stamped["signature"])
    half = len(raw) // 2
    (tmp_path / "s").write_bytes(encode_dss_signature(int.from_bytes(raw[:half]), int.from_bytes(raw[half:])))
    (tmp_path / "k").write_bytes(base64.b64decode(stamped["publicKey"]))
    (tmp_path / "d").write_text(DIGEST)
    run = ["openssl", "dgst", "-sha256", "-verify", "k", "-keyform", "DER", "-signature", "s", "d"]
    subprocess.run(run, check=True, cwd=tmp_path, capture_output=True)
    (tmp_path / "t").write_bytes(base64.b64decode(stamped["timeSignature"]))
    (tmp_path / "text").write_text(stamped["signature"])
    run = ["openssl", "ts", "-verify", "-data", "text", "-in", "t", "-CAfile", str(authority.root)]
    subprocess.run(run, check=True, cwd=tmp_path, capture_output=True)


def test_a_key_that_others_may_read_is_refused(key: Path) -> None:
    key.chmod(0o644)
    with pytest.raises(SignatureError, match="chmod 600"):
        sign(DIGEST, CREATED, key=key)


@pytest.mark.parametrize("text", ["", "no key", "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n"])
def test_what_is_no_key_is_refused_with_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "key.pem"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(SignatureError, match="private key"):
        sign(DIGEST, CREATED, key=path)


def test_a_missing_key_is_told(tmp_path: Path) -> None:
    with pytest.raises(SignatureError, match="cannot be read"):
        sign(DIGEST, CREATED, key=tmp_path / "none.pem")


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        ((503, "text/plain", b"later"), "answered 503"),
        ((200, "text/html", b"<p>hello"), "text/html"),
        ((200, "application/timestamp-reply", b"\x30\x00"), "no timestamp response"),
        ((200, "application/timestamp-reply", b"x" * 2_000_000), "not with a timestamp"),
    ],
)
def test_an_authority_that_answers_wrongly_is_told(
    authority: Authority, key: Path, tsa: str, reply: tuple[int, str, bytes], told: str
) -> None:
    authority.reply = reply
    with pytest.raises(SignatureError, match=told):
        sign(DIGEST, CREATED, key=key, tsa=tsa)


def test_a_token_for_something_else_is_refused_when_signing(authority: Authority, key: Path, tsa: str) -> None:
    from rfc3161_client import TimestampRequestBuilder

    query = TimestampRequestBuilder().data(b"something else").build().as_bytes()
    authority.reply = (200, "application/timestamp-reply", authority.answer(query))
    with pytest.raises(SignatureError, match="does not hold"):
        sign(DIGEST, CREATED, key=key, tsa=tsa)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/tsr", "file:///etc/passwd", "ftp://a.example/", "http://[/"])
def test_an_authority_that_cannot_be_asked_is_told(key: Path, url: str) -> None:
    with pytest.raises(SignatureError):
        sign(DIGEST, CREATED, key=key, tsa=url)


def test_an_authority_that_does_not_send_its_root_needs_one_named(tmp_path: Path, key: Path) -> None:
    rootless = Authority(tmp_path / "tsa", sends_root=False)
    with rootless.serve() as url:
        with pytest.raises(SignatureError, match="--tsa-cert"):
            sign(DIGEST, CREATED, key=key, tsa=url)
        signed = sign(DIGEST, CREATED, key=key, tsa=url, tsa_cert=rootless.root)
    assert signed["timestampCert"].count("BEGIN CERTIFICATE") == 2
    assert verify(signed, DIGEST, CREATED).problems == ()


def test_a_file_of_roots_that_cannot_be_read_is_an_error_and_no_verdict(
    stamped: dict[str, Any], tmp_path: Path
) -> None:
    with pytest.raises(SignatureError, match="cannot be read"):
        verify(stamped, DIGEST, CREATED, tsa_cert=tmp_path / "none.pem")
    (tmp_path / "empty.pem").write_text("nothing")
    with pytest.raises(SignatureError, match="no certificate"):
        verify(stamped, DIGEST, CREATED, tsa_cert=tmp_path / "empty.pem")


def test_a_signature_of_a_domains_key_is_verified_and_its_trust_left_open(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    run = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "k"]
    subprocess.run(
        [*run, "-out", "c", "-days", "9", "-subj", "/CN=signer.example"], check=True, cwd=tmp_path, capture_output=True
    )
    private = load_pem_private_key((tmp_path / "k").read_bytes(), None)
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    made = private.sign(DIGEST.encode(), ec.ECDSA(hashes.SHA256()))
    signed = {
        "hash": DIGEST,
        "created": CREATED,
        "software": "authsigner 0.5",
        "signature": base64.b64encode(made).decode(),
        "domain": "signer.example",
        "domainCert": (tmp_path / "c").read_text(),
    }
    verdict = verify(signed, DIGEST, CREATED)
    assert verdict.problems == ()
    assert "CN=signer.example" in verdict.facts[0]
    assert "not judged" in verdict.facts[0]


def test_without_the_packages_it_says_what_to_install(key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "rfc3161_client":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(SignatureError, match=r"communique\[sign\]"):
        sign(DIGEST, CREATED, key=key)


def test_the_key_lies_in_the_users_configuration(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert signature.default_key() == tmp_path / "communique" / "signing-key.pem"
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert signature.default_key() == tmp_path / ".config" / "communique" / "signing-key.pem"
    assert os.environ["HOME"] == str(tmp_path)
