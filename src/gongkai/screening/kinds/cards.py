"""Bank cards and accounts: a label, or the digits of a card that fit (ISO/IEC 7812)."""

from __future__ import annotations

import re

from gongkai.screening import checks, context
from gongkai.screening.finding import Whom
from gongkai.screening.hits import Hit
from gongkai.screening.kinds.chains import Around, Chain, is_even

_ISSUERS = frozenset(["62", "51", "52", "53", "54", "55", "60", "95", "98", "90", "34", "37", "35"])
_NUMBER_OF = re.compile(r"[号码单票据证][号码]?[ \t]?[：:为是]?[ \t]?$")


def is_beside_paper(chain: Chain, around: Around) -> bool:
    """收据背面写有6228…: it fits a card of 银联 and is not the number of the paper named before it."""
    fits = chain.digits[:2] == "62" and 16 <= len(chain.digits) <= 19 and checks.is_luhn(chain.digits)
    return fits and _NUMBER_OF.search(around.part, max(0, chain.start - 6), chain.start) is None


_CARD = re.compile(r"卡号?[码]?[ \t]?[：:为是]?[ \t]?$")


def _is_of_card(chain: Chain, around: Around) -> bool:
    """Whether 卡, 卡号 stands right before: a treasury has accounts, persons have cards."""
    return _CARD.search(around.part, max(0, chain.start - 6), chain.start) is not None


def card(chain: Chain, around: Around) -> Hit | None:
    """A bank card or account."""
    digits = chain.digits
    labelled = around.label == "bank"
    span = (chain.start, chain.end)
    if not digits.isdigit() or not (12 if labelled else 16) <= len(digits) <= (22 if labelled else 19):
        return None
    if labelled and context.is_treasury(around.part, chain.start) and not _is_of_card(chain, around):
        return Hit("bank.office", *span, Whom.OFFICE, digits)
    fits = 16 <= len(digits) <= 19 and checks.is_luhn(digits)
    if not is_even(chain, around) and not (fits and _is_card_in_pieces(chain, around)):
        return None
    prefixed = digits[0] == "4" or digits[:2] in _ISSUERS
    if fits and (prefixed or labelled):
        return Hit("bank.ok", *span, value=digits)
    if labelled:
        near = len(digits) in (16, 17, 18, 19) and prefixed
        return Hit("bank.near", *span, value=digits) if near else Hit("bank.ok", *span, value=digits)
    if digits[:2] == "62" and (chain.whole or set(chain.sizes[:-1]) == {4}):
        return Hit("bank.near", *span, value=digits)
    return None


_PAYS = re.compile("卡|账|帐|汇|转|付|款|打[到给入]|存")


def _is_card_in_pieces(chain: Chain, around: Around) -> bool:
    """622848-000000-0000018: a number that fits, in pieces of any size, and nothing else on the way."""
    if not around.alone or chain.sizes[0] < 4 or len(chain.sizes) > 5 or not set(chain.gaps) <= {"-", " "}:
        return False
    before = context.sentence_before(around.part, chain.start, 24)
    return chain.digits[:2] == "62" or _PAYS.search(before) is not None
