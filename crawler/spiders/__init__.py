"""Scrapy spiders: one class, one spider a source."""
