"""The one way to say no: a sentence that names what is wrong and how to mend it.

Every package below raises :class:`Refused` (or a subclass of its own) for input or an act that
cannot be taken; forms show it at the field, the command line prints it as one line and exits 2,
an API returns its code. Nobody ever sees a traceback for something a person can mend.
"""

from __future__ import annotations


class Refused(Exception):
    """An input or an act that is refused, with a way out.

    ``code`` is a stable machine name (``"unknown-kind"``, ``"E_DIGEST"``), ``sentence`` says in the
    user's words what is wrong and where, ``mend`` says what to do about it.
    """

    def __init__(self, code: str, sentence: str, mend: str = "") -> None:
        super().__init__(code, sentence, mend)
        self.code = code
        self.sentence = sentence
        self.mend = mend

    def __str__(self) -> str:
        """The refusal as one line: what is wrong；how to mend it."""
        return f"{self.sentence}；{self.mend}" if self.mend else self.sentence
