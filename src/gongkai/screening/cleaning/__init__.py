"""A new file without what a policy takes out, one module for each type, and the check of the result.

``pieces``
    a document as pieces of text, screened as one and changed piece by piece
``plain``, ``html``, ``docx``, ``xlsx``, ``pdf``, ``images``
    the types; each opens bytes as a draft and saves a new file, without metadata, history, hidden content
``verifying``
    the new file is read again by two extractors: nothing that was taken out may be left in any form
"""
