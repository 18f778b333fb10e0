"""What the desk makes for outlets out of the cleared text: posters, short texts, an article, a package.

Everything starts from :func:`source.of`, the content that the door let out; never from a draft.
"""
