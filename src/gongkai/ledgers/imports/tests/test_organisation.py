"""organisation.toml: agency, units, years; idempotent, all or nothing."""

import pytest

from gongkai.desk.agencies.models import Agency, LeadingGroup, Officer, Unit, YearOfMeans
from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure import files
from gongkai.desk.reporting.models import Narrative, NarrativePicture, StatedFigure
from gongkai.ledgers.imports import import_organisation
from gongkai.ledgers.imports.tests.conftest import AT
from gongkai.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]
TEXT = """
[agency]
name = "高区市场监督管理局"
code = "371002SC"
parent = "高区管委会"

[[units]]
code = "BGS"
name = "办公室"
kind = "科室"

[leading_group]
name = "政务公开工作领导小组"
office = "办公室"

[years.2017.staffing]
units = 1
full_time = 1

[years.2017.funding]
budget_wan = 3.5

[years.2017.figures]
stated_by = "姜文博"
"t2.license.decisions" = 12

[years.2017.narrative]
preamble = '''
按照规定编制。![公开渠道示意图](图1.png)
'''
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "organisation.toml"
    path.write_text(TEXT, "utf-8")
    (tmp_path / "图1.png").write_bytes(b"\x89PNG picture")
    return path


def test_everything_in_the_file_is_kept(file):
    summary = import_organisation([file], at=AT)
    assert (summary.new, summary.read) == (7, 7)
    agency = Agency.objects.get()
    assert (agency.code, agency.superior_name) == ("371002SC", "高区管委会")
    assert Unit.objects.get().name == "办公室"
    assert LeadingGroup.objects.get().office == "办公室"
    means = YearOfMeans.objects.get()
    assert (means.units, means.reading_points, means.budget_fen) == (1, None, 3_500_000)
    stated = StatedFigure.objects.get()
    assert (stated.key, stated.value, stated.stated_by) == ("t2.license.decisions", "12", "姜文博")
    assert Narrative.objects.get().section == "preamble"
    picture = NarrativePicture.objects.get()
    assert (picture.name, picture.type) == ("图1.png", "image/png")
    assert files.place(picture.sha256).read_bytes() == b"\x89PNG picture"
    assert Event.objects.get(stream="agency/371002SC").type == "imported"


def test_the_same_file_again_changes_nothing_and_leaves_no_event(file):
    import_organisation([file], at=AT)
    summary = import_organisation([file], at=AT)
    assert (summary.unchanged, summary.new, summary.changed) == (7, 0, 0)
    assert Event.objects.count() == 1


def test_what_differs_is_updated(file):
    import_organisation([file], at=AT)
    file.write_text(TEXT.replace('"办公室"\nkind', '"综合科"\nkind'), "utf-8")
    summary = import_organisation([file], at=AT)
    assert (summary.changed, summary.unchanged) == (1, 6)
    assert Unit.objects.get().name == "综合科"


def test_a_dry_run_changes_nothing(file):
    assert import_organisation([file], at=AT, dry_run=True).new == 7
    assert not Agency.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("图1.png", "没有.png", "no-picture"),
        ("图1.png", "../图1.png", "no-picture"),
        ("图1.png", "http://x.example/a.png", "picture-outside"),
        ('name = "高区市场监督管理局"', f'name = "{"局" * 121}"', "text-too-long"),
        ("[agency]", "[agencies]", "organisation-format"),
    ],
)
def test_a_file_that_cannot_be_taken_changes_nothing(file, old, new, code):
    file.write_text(TEXT.replace(old, new), "utf-8")
    with pytest.raises(Refused) as refused:
        import_organisation([file], at=AT)
    assert refused.value.code == code
    assert not Agency.objects.exists()


def test_a_unit_that_a_register_made_gets_its_code(file):
    agency = Agency.objects.create(code="371002SC", name="高区市场监督管理局")
    Unit.objects.create(agency=agency, code="ledger-1", name="办公室", kind="科室")
    import_organisation([file], at=AT)
    assert Unit.objects.get().code == "BGS"


def test_a_picture_that_lacks_is_a_warning_where_nothing_is_published(file):
    file.write_text(TEXT.replace("图1.png", "没有.png"), "utf-8")
    summary = import_organisation([file], at=AT, files_may_lack=True)
    assert summary.warned == 1 and "没有.png" in summary.warnings[0].reason
    assert Agency.objects.exists()


def test_a_section_that_was_written_on_the_desk_is_not_overwritten(file):
    import_organisation([file], at=AT)
    officer = Officer.objects.create_user("office", name="姜文博", agency=Agency.objects.get())
    Narrative.objects.update(text="在工作台上写的\n", by=officer, at=AT)
    summary = import_organisation([file], at=AT)
    assert Narrative.objects.get().text == "在工作台上写的\n"
    assert summary.warned == 1 and "没有覆盖" in summary.warnings[0].reason
    Narrative.objects.update(by=None)
    assert import_organisation([file], at=AT).changed == 1
