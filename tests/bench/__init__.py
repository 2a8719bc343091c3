"""The benchmark: Communiqué beside plain Scrapy and wget on the same pages. Run by ``make bench``, never by pytest."""
