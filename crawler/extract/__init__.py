"""Bytes to statement: layouts, generic reading, dates, languages, text, attachments. Pure, no Scrapy."""

from crawler.extract.dates import Dating, read_date
from crawler.extract.reader import extract
from crawler.extract.tidy import clean

__all__ = ["extract", "clean", "read_date", "Dating"]
