"""Narratives of the annual report by form."""
