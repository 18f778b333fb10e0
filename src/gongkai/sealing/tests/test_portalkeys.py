import stat

import pytest

from gongkai.sealing.canon import b64u, canon, parse
from gongkai.sealing.keys import KeyStore
from gongkai.sealing.portalkeys import PortalKeys
from gongkai.sealing.tests.known import ORIGIN, VECTORS, refusal

AT = "2017-01-01T00:00:00Z"


@pytest.fixture
def portal(tmp_path):
    return PortalKeys.create(tmp_path / "portal", origin=ORIGIN, at=AT)


def pin(portal, **other):
    vkeys = {"door": [VECTORS["door_vkey"]], "answer": [], "log": [VECTORS["log_vkey"]]}
    return portal.pin("371002SC", **(vkeys | other))


def test_the_portal_signs_as_itself_and_keeps_its_secrets_private(portal):
    assert portal.load().verifier.name == f"{ORIGIN}/portal"
    assert len(portal.secret()) == 32
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in portal.folder.iterdir())
    (portal.folder / "portal.secret").chmod(0o644)
    assert refusal(PortalKeys, portal.folder) == "E_KEYS_OPEN"


def test_the_portal_believes_pinned_keys_only(portal):
    assert refusal(portal.trust) == "E_KEYS_MISSING"
    trust = pin(portal)
    assert PortalKeys(portal.folder).trust() == trust
    assert [key.vkey for key in trust.door] == [VECTORS["door_vkey"]]
    assert refusal(pin, portal, door=["damaged"]) == "E_VKEY"
    assert portal.trust() == trust


def test_a_trust_file_changed_by_hand_must_still_be_whole(portal):
    pin(portal)
    file = portal.folder / "trust.json"
    file.write_bytes(canon(parse(file.read_bytes()) | {"more": []}))
    assert refusal(portal.trust) == "E_SHAPE"


def test_the_portals_folder_holds_no_key_of_the_desk(portal, tmp_path):
    desk = KeyStore.create(tmp_path / "keys", origin=ORIGIN, at=AT)
    vkeys = {use: [desk.load(use).verifier.vkey] for use in ("door", "answer", "log")}
    portal.pin("371002SC", **vkeys)
    held = b"".join(file.read_bytes() for file in portal.folder.iterdir())
    for key in desk.list():
        spellings = (key.secret, key.secret.hex().encode(), b64u(key.secret).encode())
        assert not any(spelling in held for spelling in spellings)


def test_secrets_are_never_made_twice(portal):
    assert refusal(PortalKeys.create, portal.folder, origin=ORIGIN, at=AT) == "E_KEYS_EXIST"
