"""The questions of the forms: short steps, one column, in the words of the counter."""
