"""Bytes to links: where a crawl starts, what a listing page holds, and where it goes on. Pure."""

from crawler.discover.age import older_than
from crawler.discover.alternates import page_alternates, translations
from crawler.discover.ask import Ask
from crawler.discover.item import Child, Item, Items
from crawler.discover.listing import ListingPage, read_listing
from crawler.discover.pagination import first_page, is_page, next_page, page_number
from crawler.discover.requisites import Requisite, page_requisites, style_requisites
from crawler.discover.starts import start_of, starts
from crawler.discover.walk import Step, Walk

__all__ = [
    "Requisite",
    "page_requisites",
    "style_requisites",
    "starts",
    "start_of",
    "Ask",
    "Item",
    "Items",
    "Child",
    "read_listing",
    "page_alternates",
    "translations",
    "ListingPage",
    "Walk",
    "Step",
    "next_page",
    "page_number",
    "first_page",
    "is_page",
    "older_than",
]
