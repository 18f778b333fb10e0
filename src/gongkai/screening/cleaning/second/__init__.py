"""The second reader of the check: what the raw parts of a new file say, without the reader of ``files``.

One module for each family of types; each function gives the stretches of text of a file's bytes.
"""
