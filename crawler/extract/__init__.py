"""Bytes to statement: layouts, generic reading, dates, languages, text, attachments. Pure, no Scrapy."""

from crawler.extract.dates import Dating, read_date
from crawler.extract.document import read_document_page
from crawler.extract.reader import Tree, extract, tree_of
from crawler.extract.tidy import clean

__all__ = ["extract", "read_document_page", "clean", "read_date", "Dating", "Tree", "tree_of"]
