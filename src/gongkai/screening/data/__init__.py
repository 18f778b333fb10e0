"""Dated data of screening as TOML: rules, terms, surnames, places, policies."""
