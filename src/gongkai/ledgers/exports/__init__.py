"""Writes registers out of the desk's database."""
