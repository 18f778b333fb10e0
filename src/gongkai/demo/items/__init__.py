"""The items register: what was published, from which record it was drawn, who reviewed it."""
