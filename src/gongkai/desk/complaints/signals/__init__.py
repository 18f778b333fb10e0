"""Early warning: counts of distinct people, what was expected, what stands out, what a person made of it."""
