"""Run by Plone's own Python: `serve.py ZOPE.CONF PORT`. Serves the site `Plone` as http://mfa.ostria.example/, as the
web server in front of a real one does with its rewriting.
"""

import sys

from waitress import serve
from Zope2.Startup.run import make_wsgi_app
from ZPublisher.httpexceptions import HTTPExceptionHandler

ROOT = "/VirtualHostBase/http/mfa.ostria.example:80/Plone/VirtualHostRoot"

conf, port = sys.argv[1:]
zope = HTTPExceptionHandler(make_wsgi_app({}, conf))


def site(environ, start_response):
    """The site alone, at the root of its host."""
    environ["PATH_INFO"] = ROOT + environ["PATH_INFO"]
    return zope(environ, start_response)


serve(site, host="127.0.0.1", port=int(port), threads=2)
