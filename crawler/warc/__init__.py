"""Records: WARC 1.1 files, written and checked."""
