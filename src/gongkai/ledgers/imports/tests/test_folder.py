"""A folder of registers goes in as a whole."""

import pytest

from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework.models import Registration
from gongkai.desk.disclosure.models import Incident, Item
from gongkai.ledgers.imports import files_in, import_folder
from gongkai.ledgers.imports.tests.conftest import AT, least
from gongkai.ledgers.tests.files import csv_file, minimal
from gongkai.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]
ORGANISATION = '[agency]\nname = "某局"\ncode = "X1"\n'


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "organisation.toml").write_text(ORGANISATION, "utf-8")
    csv_file(tmp_path, [minimal("items", 责任单位="办公室")], "items.csv")
    csv_file(tmp_path, [least("complaints", 1)], "complaints.csv")
    csv_file(tmp_path, [least("complaints", 2, 诉求类型="建议")], "complaints-2016.csv")
    csv_file(tmp_path, [least("complaints", 3)], "complaintsx.csv")
    return tmp_path


def test_registers_are_found_by_kind_in_the_order_of_their_names(folder):
    assert [path.name for path in files_in(folder, "complaints")] == ["complaints-2016.csv", "complaints.csv"]


def test_a_folder_without_a_home_of_units_is_enough(folder):
    steps = []
    done = import_folder(folder, at=AT, progress=lambda *step: steps.append(step))
    assert done.agency == Agency.objects.get(code="X1")
    assert {kind: one.new for kind, one in done.kinds.items()} == {
        "organisation": 1,
        "items": 1,
        "complaints": 1,
    }
    assert done.rejected == 1
    assert "complaints-2016.csv,2,诉求类型" in done.rejected_file.read_text("utf-8-sig")
    assert ("complaints", 2, 2) in steps
    assert Item.objects.get().unit.name == "办公室"


def test_rejected_rows_go_where_they_are_wanted(folder, tmp_path):
    done = import_folder(folder, at=AT, rejected=tmp_path / "out" / "rejected.csv")
    assert done.rejected_file == tmp_path / "out" / "rejected.csv"
    assert done.rejected_file.exists()


def test_one_broken_file_and_nothing_is_imported(folder):
    (folder / "samples.csv").write_bytes(b"")
    with pytest.raises(Refused, match="samples"):
        import_folder(folder, at=AT)
    assert not Registration.objects.exists()
    assert not Agency.objects.exists()


def test_an_empty_or_missing_folder_is_refused(tmp_path):
    with pytest.raises(Refused, match="没有台账"):
        import_folder(tmp_path, at=AT)
    with pytest.raises(Refused, match="没有文件夹"):
        import_folder(tmp_path / "none", at=AT)


def test_without_organisation_the_only_agency_is_meant(folder):
    (folder / "organisation.toml").unlink()
    with pytest.raises(Refused, match=r"没有 organisation\.toml"):
        import_folder(folder, at=AT)
    Agency.objects.create(code="Y", name="某局")
    assert import_folder(folder, at=AT).agency.code == "Y"


MARKED = "附件标有 机密★10年 字样"


@pytest.mark.django_db(transaction=True)
def test_a_marked_row_in_a_folder_enters_the_incident_behind_all_that_came_in(folder):
    csv_file(folder, [least("complaints", 1), least("complaints", 4, 诉求内容=MARKED)], "complaints.csv")
    done = import_folder(folder, at=AT)
    incident = Incident.objects.get()
    assert done.kinds["complaints"].incident == incident.number and done.kinds["complaints"].marked == 1
    assert Registration.objects.filter(series="complaints").count() == 1
    assert "机密" not in done.rejected_file.read_text("utf-8-sig")


@pytest.mark.django_db(transaction=True)
def test_a_folder_that_is_refused_for_a_mark_is_taken_back_and_its_incident_stays(folder):
    (folder / "organisation.toml").unlink()
    Agency.objects.create(code="Y", name="某局")
    csv_file(folder, [least("complaints", 1) | {MARKED: "一"}], "complaints.csv")
    with pytest.raises(Refused, match="密级标志") as refused:
        import_folder(folder, at=AT)
    assert Incident.objects.get().number in refused.value.mend
    assert not Registration.objects.exists() and not Item.objects.exists()
