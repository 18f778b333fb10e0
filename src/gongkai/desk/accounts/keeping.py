"""Secrets of second factors at rest: encrypted under a key derived from the home's handling key.

A copy of the database opens none of them. What was sealed names its key, so that a rotation does not lock
anybody out as long as the key before is kept; :func:`is_old` says that it should be sealed anew.
"""

from __future__ import annotations

import hmac

from gongkai.desk.casework.keyring import key
from gongkai.refusal import Refused
from gongkai.sealing.canon import b64u, from_b64u
from gongkai.sealing.fields import aead_open, aead_seal

_DERIVE = b"gongkai/account/1\n"
_PLACE = b"gongkai/account/1\nsecret"
_MARK = "a1"


def seal(text: str) -> str:
    """The text encrypted: ``a1.<key id>.<nonce and ciphertext>``."""
    newest = key("handling")
    return ".".join((_MARK, newest.kid, b64u(aead_seal(_derived(newest.secret), text.encode(), _PLACE))))


def reveal(sealed: str) -> str:
    """What :func:`seal` sealed. Refuses (``E_OPEN``) what is not, or whose key is gone."""
    mark, _, rest = sealed.partition(".")
    kid, _, body = rest.partition(".")
    if mark != _MARK:
        raise Refused("E_OPEN", "二次验证的密文不是本系统写入的", "请管理员重设二次验证")
    return aead_open(_derived(key("handling", kid).secret), from_b64u(body), _PLACE).decode()


def is_old(sealed: str) -> bool:
    """Whether the key it is sealed under is no longer the newest."""
    return sealed.split(".")[1:2] != [key("handling").kid]


def _derived(secret: bytes) -> bytes:
    return hmac.digest(secret, _DERIVE, "sha256")
