"""Scrapy's settings: every deviation from a default, with the default and the reason.

What belongs to a source (delay, concurrency, deadline, size) is set by its spider; what belongs to one crawl by the
command line. Scrapy's own switches for politeness are not relied on: the gate of ``crawler.wire`` is.
"""

from crawler import __version__
from crawler.configuration import read_configuration, user_agent
from crawler.model.clock import utc_now

_configuration = read_configuration()

BOT_NAME = "communique"
SPIDER_LOADER_CLASS = "crawler.spiders.loader.SourceSpiderLoader"  # default: modules; our spiders are data
CONTACT = _configuration.contact  # ours; a crawl without one is refused
OPERATOR = _configuration.operator  # ours
USER_AGENT = user_agent(__version__, CONTACT or "no-contact-set")  # default "Scrapy/… (+https://scrapy.org)"
ARCHIVE_DIR = str(_configuration.archive)  # ours
ARCHIVE_MIN_FREE = _configuration.min_free  # ours, bytes
SOURCES_DIRS = [str(path) for path in _configuration.sources]  # ours, beside the shipped ones

WIRE_PROXY = _configuration.proxy  # ours; http://user:password@host:port: every exchange through its tunnels
WIRE_NO_PROXY = list(_configuration.no_proxy)  # ours; hosts that are asked directly all the same

TWISTED_REACTOR_ENABLED = False  # default True; the wire is asyncio, and nothing else here needs Twisted's reactor

DOWNLOAD_HANDLERS = {
    "http": "crawler.wire.handler.WireDownloadHandler",  # default: Twisted's client, which keeps no exact bytes
    "https": "crawler.wire.handler.WireDownloadHandler",
    "file": None,  # default on; a page must not make us read this machine's files
    "data": None,
    "ftp": None,
    "s3": None,
}
CLOCK = utc_now  # ours; a function, no method, which would be copied with its object: what a crawl takes for now
WIRE_SINK = "crawler.exporters.warc.WarcExporter"  # ours: where exchanges go before anybody reads them

CONDITIONAL_REQUESTS = True  # ours; what the archive has is asked for only if it changed

ROBOTSTXT_OBEY = False  # default False; ours below obeys RFC 9309 by status, which Scrapy's does not
COOKIES_ENABLED = False  # default True; a source that needs them says so
TELNETCONSOLE_ENABLED = False  # default True; no open ports
REMOTE_CONTROL_ENABLED = False  # default True; likewise
COMPRESSION_ENABLED = False  # default True; the wire decodes, strictly, after the raw bytes are kept
METAREFRESH_ENABLED = False  # default True; it decodes every page's text, and a refresh page is refused with a reason
HTTPPROXY_ENABLED = False  # default True; no proxy is taken silently from the environment
REFERER_ENABLED = False  # default True; what is asked for must not depend on how we came there
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # default by fingerprint; the catalogue knows what was asked
DOWNLOAD_DELAY = 0  # default 0; the gate waits, for the whole process
CONCURRENT_ITEMS = 1  # default 100; Scrapy starts that many tasks for every response, and a page gives one item
CONCURRENT_REQUESTS = 32  # default 16; many hosts at once, each through its own gate
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # default 8; a spider raises it to its source's own number
RETRY_TIMES = 2  # default 2; the pause between them grows in the gate
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # default ERROR; the run's summary tells it
DEFAULT_DROPITEM_LOG_LEVEL = "DEBUG"  # default WARNING; an unchanged statement is the normal case
LOG_LEVEL = "INFO"  # default DEBUG
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 16 * 1024 * 1024  # default 5 MB; items wait for their batch to be committed
WARN_ON_GENERATOR_RETURN_VALUE = False  # default True; it parses our sources at run time, and mypy checks them

DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate, br, zstd",
}  # default sends Accept-Language: en, which would choose the language for us

DOWNLOADER_STATS = False  # default True; it writes every response out again to count it, and the run counts bytes

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,  # default 300; no source has a password
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": None,  # default 350; the wire has one
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # default 50; drops silently, ours (600) tells
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # default 100
    "crawler.wire.robots.RobotsMiddleware": 100,  # first: what is disallowed must not even be queued
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,  # default 600
    "crawler.spiders.redirects.ScopedRedirectMiddleware": 600,  # in its place: each hop is checked and told
    "crawler.spiders.conditional.ConditionalMiddleware": 700,  # below it: each hop has conditions of its own
}

SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,  # default 50; an error page is evidence too
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,  # default 800; drops long addresses silently
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,  # default 900; listings have bounds of their own
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,  # default 1000; a check for spiders' authors
}

EXTENSIONS = {
    "crawler.spiders.run.ArchiveRun": 0,  # opens the archive and the run before the first request
    "crawler.health.monitoring.Monitoring": 500,  # idle without SPIDERMON_ENABLED; a failed monitor counts in the run
}

ITEM_PIPELINES = {
    "crawler.pipelines.clean.CleanPipeline": 100,  # text as people read it
    "crawler.pipelines.attachments.AttachmentsPipeline": 150,  # fetched while the reading can still take them in
    "crawler.pipelines.identify.IdentifyPipeline": 200,  # which statement it is: needs clean text for the digest
    "crawler.pipelines.revise.RevisePipeline": 300,  # new, changed or known: needs the identity
    "crawler.pipelines.commit.CommitPipeline": 900,  # last: nothing leaves (feeds) before it is committed
}

FEED_EXPORT_ENCODING = "utf-8"  # default None, which escapes every letter beyond ASCII
FEED_EXPORTERS = {
    "jsonlines": "crawler.exporters.jsonlines.StatementLinesExporter",  # the same lines as in the archive
    "jsonl": "crawler.exporters.jsonlines.StatementLinesExporter",
    "jl": "crawler.exporters.jsonlines.StatementLinesExporter",
}
