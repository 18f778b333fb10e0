"""What the office may change itself: categories, places, units, words, rules of the house."""
