"""What replay fetches at its first use, by name and version: none of it is part of this program.

pywb is under the GPL and needs a redis client of 2017; ReplayWeb.page is under the AGPL. Both are therefore run as
programs of their own, out of the user's cache.
"""

from typing import Final

PYWB: Final = "2.10.0"  # the newest; installs and runs on Python 3.11
# All that it needs, as it was tried: brotlipy (not brotli) is the module whose decompressor warcio can use in pywb.
CONSTRAINTS: Final = """\
brotlipy==0.7.0
certauth==1.3.0
certifi==2026.10.18
cffi==2.1.1
charset-normalizer==3.5.2
cryptography==47.0.0
defusedxml==0.7.1
fakeredis==0.16.0
filelock==4.2.12
gevent==26.9.0
greenlet==3.5.6
idna==3.20
Jinja2==3.1.6
MarkupSafe==3.0.4
portalocker==4.4.2
Py3AMF==0.9.1
pycparser==3.12
pyOpenSSL==26.1.0
python-dateutil==4.0.0
PyYAML==6.0.3
redis==2.10.6
requests==2.34.2
requests-file==3.0.1
six==1.17.0
surt==0.3.1
tldextract==5.4.0
typing_extensions==4.16.0
tzdata==2026.6
ua-parser==1.0.2
ua-parser-builtins==202610
urllib3==2.8.0
warcio==1.8.1
webassets==2.0
webencodings==0.6.1
Werkzeug==3.1.7
wsgiprox==1.5.2
zope.event==6.2
zope.interface==8.7
setuptools<81
"""

REPLAYWEBPAGE: Final = "2.5.3"
# Subresource integrity of its npm tarball: SHA-512, base64.
REPLAYWEBPAGE_INTEGRITY: Final = (
    "sha512-nCj2PSON3BxeSJKE8AsYPyULv0XPZKJWfy4l9PyQre9SqwLZ+WKZVs/sfLqPOQ4GrH+0YkjbwOhr8cSTH08gsQ=="
)
