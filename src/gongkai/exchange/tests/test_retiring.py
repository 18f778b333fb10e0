"""Rotated keys that wrap or open: data keys are wrapped anew, the old key is erased once nothing needs it."""

import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator

import gongkai
from gongkai.desk.accounts import keeping
from gongkai.desk.casework import keyring, rewrapping
from gongkai.desk.casework.models import CaseKey, Event
from gongkai.desk.casework.personal import keep_text, person_for_letter, text_for_letter
from gongkai.desk.complaints import drafting, opener, verbs
from gongkai.desk.complaints.tests.centre import AT, NAME, Centre
from gongkai.desk.mailbox.models import Arrival
from gongkai.exchange import retiring
from gongkai.sealing.hpke import Opener
from gongkai.sealing.times import stamp

pytestmark = pytest.mark.django_db
LATER = AT + retiring.AFTER


@pytest.fixture(autouse=True)
def key_files(keys, tmp_path, settings):
    """Keys of this test alone: a rotation cannot be rolled back."""
    shutil.copytree(settings.GONGKAI_KEYS, tmp_path / "keys")
    (tmp_path / "keys").chmod(0o700)
    settings.GONGKAI_KEYS = str(tmp_path / "keys")
    keyring.forget()
    yield tmp_path / "keys"
    keyring.forget()


def kids(use):
    return [key.kid for key in keyring.store().all(use)]


def rotated(use, at=AT):
    return keyring.store().rotate(use, stamp(at)).kid


def test_after_a_rotation_everything_opens_with_the_new_key_alone():
    centre = Centre.found()
    case = centre.case()
    secret = centre.case(kind="举报", is_secret=True)
    keep_text(case, "note", "原文如此")
    new = {use: rotated(use) for use in rewrapping.USES}
    assert rewrapping.rewrap("handling") == (CaseKey.objects.count(), 0)
    assert rewrapping.rewrap("identity") == (1, 0)
    assert rewrapping.rewrap("handling") == rewrapping.rewrap("identity") == (0, 0)
    assert retiring.retire(LATER) == 2
    assert {use: kids(use) for use in new} == {use: [kid] for use, kid in new.items()}
    assert text_for_letter(case, "note") == "原文如此"
    assert person_for_letter(case, "诉求人")["name"] == NAME
    browser = Opener(b"\x61" * 32)
    opening = verbs.ask_opening(secret, "verify", browser.public, by=centre["handler"], at=AT)
    verbs.approve_opening(opening, by=centre["head"], at=AT)
    opener.open_approved(AT)
    opening.refresh_from_db()
    assert verbs.opened_person(opening, browser.secret, by=centre["handler"], at=AT)["name"] == NAME


def test_a_process_that_runs_on_seals_to_the_new_key():
    before = keyring.key("handling").kid
    assert rotated("handling") == keyring.key("handling").kid != before


def test_an_old_key_stays_as_long_as_backups_live_and_one_that_nothing_opens_keeps_it():
    centre = Centre.found()
    case = centre.case()
    rotated("handling")
    assert retiring.retire(LATER - timedelta(seconds=1)) == 0 and len(kids("handling")) == 2
    CaseKey.objects.filter(case=case).update(dek_h=b"\x00" * 72)
    assert retiring.retire(LATER) == 0 and len(kids("handling")) == 2


def test_an_old_intake_key_goes_when_no_message_waits_for_it():
    """What somebody copied from the portal before stays shut, whatever leaks afterwards."""
    (old,) = kids("intake")
    new = rotated("intake")
    waiting = Arrival.objects.create(uid="a" * 22, header=b"{}", sealed=b"x", kid=old, hour=AT, pulled_at=AT)
    assert retiring.retire(LATER) == 0 and kids("intake") == [new, old]
    Arrival.objects.filter(pk=waiting.pk).update(state=Arrival.State.TAKEN, sealed=b"")
    assert retiring.retire(LATER) == 1 and kids("intake") == [new]
    assert Event.objects.get(stream="keys/intake").data == {"kid": old}
    assert retiring.retire(LATER) == 0


def test_keys_that_sign_are_kept_to_verify():
    for use in ("door", "answer", "clear", "anchor", "event"):
        rotated(use)
    assert retiring.retire(LATER) == 0 and all(len(kids(use)) == 2 for use in ("door", "answer", "event"))


def test_second_factors_and_drafts_open_after_the_old_key_is_erased__whether_used_meanwhile_or_not():
    centre = Centre.found()
    secrets = {"totp": ("secret", "JBSWY3DPEHPK3PXP"), "recovery_codes": ("seed", "5e" * 20)}
    for type, (name, secret) in secrets.items():
        data = {name: keeping.seal(secret), "used_mask": 0}
        Authenticator.objects.create(user=centre["head"], type=type, data=data)
    drafting.save(centre["operator"], {"caller": "13800000000"}, at=AT)
    rotated("handling")
    assert retiring.retire(LATER) == 1 and len(kids("handling")) == 1
    for type, (name, secret) in secrets.items():
        held = Authenticator.objects.get(type=type)
        assert keeping.reveal(held.data[name]) == secret and held.data["used_mask"] == 0
    assert drafting.read(centre["operator"])[0] == {"caller": "13800000000"}


def test_nothing_is_erased_while_a_second_factor_opens_with_no_key():
    centre = Centre.found()
    sealed = keeping.seal("JBSWY3DPEHPK3PXP").rpartition(".")[0] + ".AAAA"
    Authenticator.objects.create(user=centre["head"], type="totp", data={"secret": sealed})
    rotated("handling")
    assert retiring.retire(LATER) == 0 and len(kids("handling")) == 2


def test_all_that_uses_a_wrapping_key_is_known_to_its_rotation():
    """Whoever seals under such a key stands in GONGKAI_WRAPPED or GONGKAI_RESEALED; a new place shows."""
    source = Path(gongkai.__file__).parent
    users = {
        str(file.relative_to(source))
        for file in source.rglob("*.py")
        if "tests" not in file.parts
        and re.search(r"""(key|secrets)\(\s*"(handling|identity)\"""", file.read_text())
    }
    assert users == {
        "desk/accounts/keeping.py",
        "desk/casework/personal.py",
        "desk/casework/reindexing.py",
        "desk/complaints/drafting.py",
        "desk/complaints/opener.py",
        "desk/disclosure/opinion_keys.py",
        "ledgers/exports/__init__.py",
        "ledgers/imports/context.py",
    }
