"""The bundle transport, the desk's side inwards: takes in what a person carried over from the portal."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from gongkai.desk.mailbox import sealed_files
from gongkai.exchange import incoming, serving
from gongkai.refusal import Refused
from gongkai.sealing.bundle import Reader
from gongkai.sealing.messages import Place


def read(file: Path, at: datetime) -> tuple[int, Place]:
    """Take a bundle in, each message in a transaction of its own; how many were new, and how far we are.

    Nothing is written before its note verifies; a run that was killed goes on when it is run again. Raises
    Refused with the code of the first demand that fails; what was taken before it stays.
    """
    agency = serving.agency()
    keys = serving.portal_keys()
    before = incoming.place(agency.code)
    with file.open("rb") as source:
        reader = Reader(source, before, keys)
        if not reader.is_new(before, incoming.known):
            reader.pass_over()
            return 0, before
        for arriving in reader.files():
            sealed_files.keep(arriving.sha256, arriving.pieces)
        reader.end()
        for seq, signed in enumerate(reader.messages, start=reader.manifest["first"]):
            try:
                incoming.take(agency, signed.data, signed.note, keys, at)
            except Refused as refused:
                sentence = f"第 {seq} 号消息：{refused.sentence}"
                raise Refused(refused.code, sentence, refused.mend) from refused
    after = incoming.place(agency.code)
    return after.applied - before.applied, after
