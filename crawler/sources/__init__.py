"""Sources: one TOML file a ministry, and their loader."""

from crawler.sources.lint import Remark, check_source
from crawler.sources.loader import SHIPPED, SourceFile, Sources, load_sources, read_source
from crawler.sources.problem import SourceError, SourceErrors

__all__ = [
    "load_sources",
    "read_source",
    "Sources",
    "SourceFile",
    "SourceError",
    "SourceErrors",
    "check_source",
    "Remark",
    "SHIPPED",
]
