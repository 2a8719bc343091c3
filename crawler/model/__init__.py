"""The nouns as types. Pure: no I/O, no Scrapy, no Twisted, no warcio."""
