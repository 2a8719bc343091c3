"""From a ministry's front page to a source file: what to ask, and what the answers say. Pure, no network."""
