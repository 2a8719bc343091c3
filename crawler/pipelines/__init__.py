"""Scrapy pipelines: clean, identify, revise, commit."""
