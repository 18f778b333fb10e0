"""Reading files: bytes in, the text of every place and everything hidden out. One module for each type.

``types``     tells the type by content and checks the ending
``extract``   what a reader gives back
``archives``  ZIP files checked before anything is unpacked
``reading``   the one way in: :func:`~gongkai.screening.files.reading.read`

Readers refuse with :class:`gongkai.refusal.Refused`; they run in :mod:`gongkai.screening.sandbox`.
"""
