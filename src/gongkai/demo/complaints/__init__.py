"""The complaints register: who called about what, and what became of it."""
