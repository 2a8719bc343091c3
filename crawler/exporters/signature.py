"""Signatures of packages: a key of one's own, and a time that a third party vouches for. Verified without a network.

After https://specs.webrecorder.net/wacz-auth/0.1.0/: ``signedData`` holds an ECDSA signature (SHA-256) of the digest of
``datapackage.json`` as text. Ours is the *anonymous* form, as ReplayWeb.page reads it: the public key as
SubjectPublicKeyInfo, the signature as r and s one after the other (IEEE P1363). To it come ``timeSignature``, an
RFC 3161 response for the text of ``signature``, and ``timestampCert``, the authority's certificates, leaf first.
``created`` repeats what ``datapackage.json`` says, which is the time of the latest capture; when it was signed, the
timestamp alone proves.
"""

import base64
import binascii
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from crawler import __version__
from crawler.exporters.authority import AuthorityError, chain_of, stamp_text, verify_stamp
from crawler.warc.wacz import SOFTWARE

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey

MISSING: Final = "signing needs two more packages: install them with `pip install 'communique[sign]'`"
_PROPERTIES: Final = frozenset(
    (
        *("hash", "created", "software", "version", "signature", "publicKey"),
        *("domain", "domainCert", "timeSignature", "timestampCert", "crossSignedCert"),
    )
)
_NEAR: Final = timedelta(
    minutes=10
)  # of the spec's step 7: between `created` and the timestamp of a domain's signature


class SignatureError(ValueError):
    """A signature cannot be made; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """``facts`` are what was proven, ``problems`` what is wrong: sentences for people."""

    facts: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def default_key() -> Path:
    """Where the key lies that is taken when none is named."""
    base = os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "communique" / "signing-key.pem"


def make_key(path: Path) -> None:
    """A new P-384 key, that only its owner may read. ``FileExistsError`` where there is one."""
    _need()
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = ec.generate_private_key(ec.SECP384R1())
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(fd, "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def sign(
    digest: str, created: str, *, key: Path, tsa: str | None = None, tsa_cert: Path | None = None, timeout: float = 30
) -> dict[str, Any]:
    """``signedData`` for a package whose ``datapackage.json`` has this digest (``sha256:…``) and ``created``.

    ``tsa`` is the address of an RFC 3161 authority; with ``tsa_cert`` (PEM) its answer must lead to one of the
    certificates there, otherwise to the last one that it sends. Raises :class:`SignatureError`.
    """
    _need()
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    private = _load_key(key)
    width = (private.curve.key_size + 7) // 8
    r, s = decode_dss_signature(private.sign(digest.encode("ascii"), ec.ECDSA(hashes.SHA256())))
    public = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    signature = _text(r.to_bytes(width, "big") + s.to_bytes(width, "big"))
    signed: dict[str, Any] = {
        "hash": digest,
        "created": created,
        "software": SOFTWARE,
        "version": __version__,
        "signature": signature,
        "publicKey": _text(public),
    }
    if tsa is not None:
        try:
            signed["timeSignature"], signed["timestampCert"] = stamp_text(signature, tsa, tsa_cert, timeout=timeout)
        except AuthorityError as error:
            raise SignatureError(str(error)) from error
    return signed


def verify(signed: Mapping[str, Any], digest: str, created: str, *, tsa_cert: Path | None = None) -> Verdict:
    """Whether ``signedData`` holds for a package with this digest and ``created``. Raises :class:`SignatureError`
    only where it cannot be judged at all: the packages are missing, or ``tsa_cert`` cannot be read.
    """
    _need()
    facts: list[str] = []
    problems = [
        f"signedData has a property {name!r}, which the format does not know" for name in signed.keys() - _PROPERTIES
    ]
    if signed.get("hash") != digest:
        problems.append(f"it signs a package with the digest {signed.get('hash')}, but this one has {digest}")
    if signed.get("created") != created:
        problems.append(f"it says that the package was created {signed.get('created')}, but the package says {created}")
    try:
        facts.append(_verify_key(signed))
    except ValueError as error:
        problems.append(str(error))
    if signed.get("timeSignature") is None:
        facts.append("it has no timestamp: nobody but the signer says when it was signed")
    else:
        try:
            facts.append(_verify_time(signed, created, tsa_cert))
        except AuthorityError as error:
            if error.unreadable:
                raise SignatureError(str(error)) from error
            problems.append(str(error))
    return Verdict(tuple(facts), tuple(problems))


def fingerprint(public: bytes) -> str:
    """The SHA-256 of a public key (DER), by which people compare it: ``sha256:<hex>``."""
    return f"sha256:{hashlib.sha256(public).hexdigest()}"


def _verify_key(signed: Mapping[str, Any]) -> str:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public, owner = _public_key(signed)
    signature = _bytes(signed, "signature")
    width = (public.curve.key_size + 7) // 8
    try:
        public.verify(_der(signature, width), str(signed.get("hash")).encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        raise ValueError("the signature is not one of this digest by this key") from None
    told = fingerprint(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    return f"signed by the key {told}{owner}"


def _public_key(signed: Mapping[str, Any]) -> "tuple[EllipticCurvePublicKey, str]":
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    owner = ""
    if signed.get("publicKey") is not None:
        try:
            key = load_der_public_key(_bytes(signed, "publicKey"))
        except Exception as error:  # the library raises its own and many of Python's for bytes that are no key
            raise ValueError(f"publicKey is no public key: {error}") from error
    else:
        leaf = chain_of(str(signed.get("domainCert", "")), "domainCert")[0]
        key = leaf.public_key()
        owner = (
            f" of the certificate {leaf.subject.rfc4514_string()}, given for {signed.get('domain')};"
            " whether that certificate is to be trusted is not judged here"
        )
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise ValueError("the public key is none of an elliptic curve")
    return key, owner


def _der(signature: bytes, width: int) -> bytes:
    """A signature as DER; it may be r and s one after the other."""
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    if len(signature) != 2 * width:
        return signature
    return encode_dss_signature(int.from_bytes(signature[:width], "big"), int.from_bytes(signature[width:], "big"))


def _verify_time(signed: Mapping[str, Any], created: str, tsa_cert: Path | None) -> str:
    moment, fact = verify_stamp(
        _bytes(signed, "timeSignature"), str(signed.get("signature")), str(signed.get("timestampCert", "")), tsa_cert
    )
    try:
        told = datetime.fromisoformat(created)
    except ValueError:
        raise AuthorityError(f"the package was created at no time: {created!r}") from None
    if moment < told - _NEAR:
        raise AuthorityError(f"the timestamp is of {moment:%Y-%m-%dT%H:%M:%SZ}, before the package was created")
    if signed.get("domain") is not None and moment > told + _NEAR:
        raise AuthorityError(f"the timestamp is of {moment:%Y-%m-%dT%H:%M:%SZ}, more than ten minutes after {created}")
    return fact


def _load_key(path: Path) -> "EllipticCurvePrivateKey":
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        if path.stat().st_mode & 0o077:
            raise SignatureError(f"{path} can be read by others than its owner: `chmod 600 {path}`")
        key = load_pem_private_key(path.read_bytes(), password=None)
    except OSError as error:
        raise SignatureError(f"{path} cannot be read: {error.strerror}") from error
    except SignatureError:
        raise
    except (ValueError, TypeError) as error:
        raise SignatureError(f"{path} is no private key in PEM without a password") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name not in ("secp256r1", "secp384r1"):
        raise SignatureError(f"{path} is no key of the curves P-256 or P-384")
    return key


def _bytes(signed: Mapping[str, Any], name: str) -> bytes:
    try:
        return base64.b64decode(str(signed.get(name, "")), validate=True)
    except (binascii.Error, ValueError) as error:
        raise AuthorityError(f"{name} is not base64: {error}") from error


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _need() -> None:
    try:
        import cryptography  # noqa: F401
        import rfc3161_client  # noqa: F401
    except ImportError as error:
        raise SignatureError(MISSING) from error
