"""Sources: one TOML file a ministry, and their loader."""
