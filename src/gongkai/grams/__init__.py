"""The one stream of search tokens: normal form, unigrams and bigrams. Pure functions, no Django.

Chinese has no blanks between words, and a list of words misses most rare names. Characters and pairs of
neighbours find every text that holds a word: the tokens of a question are all in the tokens of each text that
contains it. Neighbours may also stand apart, so a hit is checked as a substring of the normal form.
"""

from gongkai.grams.stream import (
    Mapped,
    excerpt,
    highlighted,
    mapped,
    normal,
    of_normal,
    of_question,
    of_text,
    terms,
)

__all__ = [
    "Mapped",
    "excerpt",
    "highlighted",
    "mapped",
    "normal",
    "of_normal",
    "of_question",
    "of_text",
    "terms",
]
