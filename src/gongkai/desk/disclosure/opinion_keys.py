"""The key of an opinion: what was written and what was enclosed lie under it, and go with it."""

from __future__ import annotations

from gongkai.desk.casework.keyring import key, secrets
from gongkai.desk.disclosure.models import Opinion
from gongkai.refusal import Refused
from gongkai.sealing import fields
from gongkai.sealing.fields import Sealer


def sealer_of(opinion: Opinion) -> Sealer:
    """The sealer of an opinion; a new one gets its key here, which its next ``save`` keeps.

    Raises Refused: ``E_SHREDDED`` once the key was destroyed.
    """
    if not opinion.dek and opinion.pk is None:
        dek = fields.new_dek()
        opinion.dek = fields.wrap_dek_h(key("handling").secret, opinion.uid, dek)
        return Sealer(dek)
    if not opinion.dek:
        raise Refused("E_SHREDDED", "这件意见已按销毁清册销毁", "销毁清册可以打印")
    refusal: Refused | None = None
    for secret in secrets("handling"):
        try:
            return Sealer(fields.open_dek_h(secret, opinion.uid, bytes(opinion.dek)))
        except Refused as refused:
            refusal = refused
    assert refusal is not None
    raise refusal
