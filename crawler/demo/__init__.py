"""The demo: a small press site of our own writing that publishes, edits and withdraws, crawled twice."""
