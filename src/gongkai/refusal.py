"""The one way to say no: a sentence that names what is wrong and how to mend it.

Every package below raises :class:`Refused` (or a subclass of its own) for input or an act that
cannot be taken; forms show it at the field, the command line prints it as one line and exits 2,
an API returns its code. Nobody ever sees a traceback for something a person can mend.
"""

from __future__ import annotations

import errno


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


_REASONS = {
    errno.ENOENT: "没有这个文件或者文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EROFS: "磁盘只读",
    errno.EISDIR: "这是文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "已经存在",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EMFILE: "打开的文件太多",
    errno.EIO: "磁盘读写出错",
    errno.ECONNREFUSED: "连接被拒绝",
}


def reason_of(problem: OSError) -> str:
    """Why the system would not, in the user's words; its own words where we have none."""
    known = _REASONS.get(problem.errno) if problem.errno is not None else None
    return known or problem.strerror or str(problem)
