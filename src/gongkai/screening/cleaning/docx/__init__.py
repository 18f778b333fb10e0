"""DOCX: the package is rebuilt from its checked parts; a finding over several runs is replaced as one.

``package``     parts and relations: which go into the copy
``revisions``   tracked changes, hidden text, fields, comments, bookmarks
``paragraphs``  the text of paragraphs over their runs, and how it is changed
``draft``       all of it together
"""
