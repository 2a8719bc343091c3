"""The probe: from a ministry's pages to a source file, and a report of what is sure. Pure."""
