"""Bytes to links: where a crawl starts, what a listing page holds, and where it goes on. Pure."""

from crawler.discover.age import older_than
from crawler.discover.listing import ListingPage, read_listing
from crawler.discover.pagination import first_page, next_page, page_number
from crawler.discover.requisites import Requisite, page_requisites, style_requisites
from crawler.discover.starts import start_urls

__all__ = [
    "Requisite",
    "page_requisites",
    "style_requisites",
    "start_urls",
    "read_listing",
    "ListingPage",
    "next_page",
    "page_number",
    "first_page",
    "older_than",
]
