"""A backup of before, restored: what was shredded since is shredded again, an old index made anew."""

import shutil
from pathlib import Path

import pytest

from gongkai.desk.casework import indexing, keyring, reindexing
from gongkai.desk.casework.models import Case, CaseKey, IndexKey, PersonKey
from gongkai.desk.casework.personal import find_person, open_person, person_for_letter, shred
from gongkai.desk.complaints.tests.centre import AT, PHONE, Centre
from gongkai.refusal import Refused
from gongkai.sites import backups

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(keys, tmp_path, settings):
    """A home of this test alone: the journal and a change of a key cannot be rolled back."""
    shutil.copytree(settings.GONGKAI_KEYS, tmp_path / "keys")
    (tmp_path / "keys").chmod(0o700)
    (tmp_path / "portal").mkdir()
    settings.GONGKAI_KEYS = str(tmp_path / "keys")
    keyring.forget()
    yield tmp_path
    keyring.forget()


def rows_of(model):
    return list(model.objects.values())


def put_back(model, rows):
    """As a backup from before has them."""
    model.objects.all().delete()
    model.objects.bulk_create(model(**row) for row in rows)


def test_attack_12_a_case_that_was_shredded_stays_shut_after_a_restore(home):
    centre = Centre.found()
    gone, stays = centre.closed(), centre.closed()
    before = rows_of(CaseKey)
    shred(gone, by=centre["office"], at=AT)
    put_back(CaseKey, before)
    assert person_for_letter(gone, "诉求人")  # the backup alone would open it again
    assert "1 个案卷密钥已再次销毁" in backups._after_restore(home)
    with pytest.raises(Refused) as refused:
        open_person(gone.parties.get(), by=centre["handler"], reason="contact", at=AT)
    assert refused.value.code == "E_SHREDDED"
    assert person_for_letter(stays, "诉求人")


def test_persons_are_found_in_a_backup_from_before_the_key_of_the_index_was_changed(home):
    centre = Centre.found()
    case = centre.case()
    before = rows_of(PersonKey)
    reindexing.rotate(indexing.HANDLING, at=AT)
    put_back(PersonKey, before)
    IndexKey.objects.all().delete()
    keyring.forget()
    assert "索引已按现用密钥重算" in backups._after_restore(home)
    assert list(find_person(PHONE, among=Case.objects.all())) == [case]
    assert backups._after_restore(home) == "" and Path(home / "keys").is_dir()
