"""What the pages of publishing show: contexts made from rows, nothing decided."""
