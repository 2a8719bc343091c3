"""Keeping watch: when a statement is looked at again, what a source lacks, and whose doing it is. Pure."""
