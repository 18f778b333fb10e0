"""Data of the report checker: titles, leftovers, headings and sentences, as TOML."""
