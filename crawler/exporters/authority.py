"""A timestamp authority (RFC 3161): asking it for a token, and judging one without asking anybody."""

import base64
import urllib.error
import urllib.request
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from crawler import __version__

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampRequest, TimeStampResponse

_LIMIT: Final = 1024 * 1024  # bytes: a token with its certificates has a few thousand
_QUERY: Final = "application/timestamp-query"
_REPLY: Final = "application/timestamp-reply"


class AuthorityError(ValueError):
    """No token, or none that holds. ``unreadable``: what the caller named could not be read."""

    def __init__(self, sentence: str, *, unreadable: bool = False) -> None:
        super().__init__(sentence)
        self.unreadable = unreadable


def stamp_text(text: str, url: str, trusted: Path | None, *, timeout: float) -> tuple[str, str]:
    """The authority's token for ``text`` (base64) and its certificates (PEM, leaf first). It is verified first.

    ``timeout`` is in seconds, of each step of the connection. Raises :class:`AuthorityError`.
    """
    from cryptography.hazmat.primitives.serialization import Encoding
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder, decode_timestamp_response

    request = TimestampRequestBuilder().data(text.encode("ascii")).hash_algorithm(HashAlgorithm.SHA256).build()
    data = _ask(url, request.as_bytes(), timeout)
    try:
        response = decode_timestamp_response(in_order(data))
        status = response.status
    except Exception as error:  # the library raises what its parser raises, of many kinds
        raise AuthorityError(f"{url} sent no timestamp response: {error}") from error
    if status != 0:
        told = " ".join(response.status_string) or "no reason given"
        raise AuthorityError(f"{url} did not grant a timestamp (status {status}): {told}")
    chain = _ordered(response, () if trusted is None else _read_pem(trusted))
    if trusted is None and chain[-1].issuer != chain[-1].subject:
        raise AuthorityError(
            f"{url} did not send the root of its certificates ({chain[-1].issuer.rfc4514_string()}):"
            " name a file that has it with --tsa-cert"
        )
    _verify(response, text, chain[-1:] if trusted is None else _read_pem(trusted), request)
    aside = [one for one in _held(response) if one not in chain]
    pem = "".join(one.public_bytes(Encoding.PEM).decode("ascii") for one in (*chain[:-1], *aside, chain[-1]))
    return base64.b64encode(data).decode("ascii"), pem


def verify_stamp(token: bytes, text: str, chain: str, trusted: Path | None) -> tuple[datetime, str]:
    """The time (UTC) that a token gives ``text``, and a sentence about who says so and on whose word.

    ``chain`` is the package's own ``timestampCert``; ``trusted`` a file of certificates (PEM) that are taken instead
    of its last one. Raises :class:`AuthorityError`.
    """
    from cryptography.hazmat.primitives import hashes
    from rfc3161_client import decode_timestamp_response

    try:
        response = decode_timestamp_response(in_order(token))
        moment = response.tst_info.gen_time.astimezone(UTC)
    except Exception as error:  # the library raises what its parser raises, of many kinds
        raise AuthorityError(f"timeSignature is no timestamp response: {error}") from error
    named = chain_of(chain, "timestampCert")
    signer = _ordered(response, ())[0]
    if named[0] != signer:
        raise AuthorityError("timestampCert does not begin with the certificate that signed the timestamp")
    if not set(_held(response)) <= set(named):
        raise AuthorityError("the timestamp holds a certificate that is not in timestampCert")
    roots = named[-1:] if trusted is None else _read_pem(trusted)
    _verify(response, text, roots, None)
    fact = f"timestamp {moment:%Y-%m-%dT%H:%M:%SZ} by {signer.subject.rfc4514_string()}"
    if trusted is not None:
        return moment, f"{fact}, trusted by {trusted}"
    digest = named[-1].fingerprint(hashes.SHA256()).hex()
    return moment, (
        f"{fact}; the root that vouches for it is named by the package itself ({named[-1].subject.rfc4514_string()},"
        f" SHA-256 {digest}): compare it with the authority's, or name that with --tsa-cert"
    )


def in_order(response: bytes) -> bytes:
    """A timestamp response whose certificates stand in the order that DER wants of a set (X.690 §11.6).

    ``openssl ts``, and the authorities that run it, send them as they lie in its files, and a strict reader refuses
    that. They are no part of what is signed. What is no such response comes back as it is.
    """
    try:
        _, start, _ = _element(response, 0)  # TimeStampResp
        _, _, start = _element(response, start)  # past its status
        _, start, _ = _element(response, start)  # ContentInfo
        _, _, start = _element(response, start)  # past its type
        _, start, _ = _element(response, start)  # [0]
        _, start, end = _element(response, start)  # SignedData
        while start < end:
            tag, inner, following = _element(response, start)
            if tag == 0xA0:  # [0]: certificates
                held = []
                while inner < following:
                    held.append(response[inner : (inner := _element(response, inner)[2])])
                sorted_ = b"".join(sorted(held))
                return response[: following - len(sorted_)] + sorted_ + response[following:]
            start = following
    except (IndexError, ValueError):
        pass
    return response


def chain_of(pem: str, name: str) -> "list[Certificate]":
    """The certificates in a text, in order; at least one. Raises :class:`AuthorityError`."""
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return load_pem_x509_certificates(pem.encode())
    except ValueError as error:
        raise AuthorityError(f"{name} holds no certificate: {error}") from error


def _element(data: bytes, offset: int) -> tuple[int, int, int]:
    """A DER element: its tag, where its content begins, where it ends. ``ValueError`` where it is none."""
    tag, length, start = data[offset], data[offset + 1], offset + 2
    if length & 0x80:
        width = length & 0x7F
        length = int.from_bytes(data[start : start + width], "big")
        start += width
    if start + length > len(data) or tag & 0x1F == 0x1F:
        raise ValueError("no element of DER")
    return tag, start, start + length


def _ask(url: str, query: bytes, timeout: float) -> bytes:
    if not url.startswith(("http://", "https://")):
        raise AuthorityError(f"{url!r} is no address of a timestamp authority: it begins with http:// or https://")
    headers = {"Content-Type": _QUERY, "Accept": _REPLY, "User-Agent": f"Communique/{__version__}"}
    try:
        request = urllib.request.Request(url, query, headers)  # noqa: S310 - the scheme was looked at
        with urllib.request.urlopen(request, timeout=timeout) as answer:  # noqa: S310
            data: bytes = answer.read(_LIMIT + 1)
            kind = answer.headers.get_content_type()
    except urllib.error.HTTPError as error:
        with error:
            raise AuthorityError(f"{url} answered {error.code} {error.reason}") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise AuthorityError(f"{url} cannot be asked for a timestamp: {reason}") from error
    if kind != _REPLY or len(data) > _LIMIT:
        raise AuthorityError(f"{url} answered with {kind} and not with a timestamp ({_REPLY})")
    return data


def _verify(
    response: "TimeStampResponse", text: str, roots: "Sequence[Certificate]", request: "TimeStampRequest | None"
) -> None:
    """Only ``roots`` are trusted: whatever else the library is given it would trust as well."""
    from rfc3161_client import VerificationError, VerifierBuilder

    builder = VerifierBuilder() if request is None else VerifierBuilder.from_request(request)
    for root in dict.fromkeys(roots):
        builder = builder.add_root_certificate(root)
    try:
        builder.build().verify_message(response, text.encode())
    except (VerificationError, ValueError) as error:
        raise AuthorityError(f"the timestamp does not hold: {error}") from error


def _ordered(response: "TimeStampResponse", more: "Sequence[Certificate]") -> "list[Certificate]":
    """The certificates of a token from its signer's upward, as far as they and ``more`` lead."""
    held = _held(response)
    try:
        (signer,) = response.signed_data.signer_infos
    except ValueError as error:
        raise AuthorityError("the timestamp is not signed by one signer") from error
    try:  # names are parsed as they are looked at
        chain = [one for one in held if (one.issuer, one.serial_number) == (signer.issuer, signer.serial_number)]
        above = {one.subject: one for one in (*held, *more)}
        while chain and (issuer := above.get(chain[-1].issuer)) is not None and issuer not in chain:
            chain.append(issuer)
    except ValueError as error:
        raise AuthorityError(f"a name in the timestamp's certificates cannot be read: {error}") from error
    if not chain:
        raise AuthorityError("the timestamp does not hold the certificate of its signer")
    return chain


def _held(response: "TimeStampResponse") -> "list[Certificate]":
    from cryptography.x509 import load_der_x509_certificate

    try:
        return [load_der_x509_certificate(data) for data in sorted(response.signed_data.certificates)]
    except ValueError as error:
        raise AuthorityError(f"the timestamp's certificates cannot be read: {error}") from error


def _read_pem(path: Path) -> "list[Certificate]":
    try:
        text = path.read_text(encoding="ascii", errors="replace")
    except OSError as error:
        raise AuthorityError(f"{path} cannot be read: {error.strerror}", unreadable=True) from error
    try:
        return chain_of(text, str(path))
    except AuthorityError as error:
        raise AuthorityError(str(error), unreadable=True) from error
