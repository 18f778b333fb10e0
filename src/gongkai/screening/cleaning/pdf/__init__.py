"""PDF: found glyphs are taken out of the content streams, and the pages are put into a new file.

``fonts``      from codes to characters and widths
``content``    a content stream as glyphs with their places, and everything unusual about it
``rewriting``  a stream without some of its glyphs, the gaps kept and blackened
``resources``  what a page brings along: only what it uses, without metadata
``raster``     a page as a picture, wherever anything is unusual or the check fails
``draft``      all of it together
"""
