"""Signed sheets 纸质签批: a decision of a leader on paper, for every room that says what is decided."""
