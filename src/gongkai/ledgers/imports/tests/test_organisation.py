"""organisation.toml: agency, units, years; idempotent, all or nothing."""

from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from gongkai.desk.agencies.models import Agency, LeadingGroup, Officer, Unit, YearOfMeans
from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure import files
from gongkai.desk.disclosure.models import Incident
from gongkai.desk.reporting.models import Narrative, NarrativePicture, StatedFigure
from gongkai.ledgers.imports import import_folder, import_organisation
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


def picture(note=""):
    """A small PNG, with a note in it."""
    out, said = BytesIO(), PngImagePlugin.PngInfo()
    if note:
        said.add_itxt("Comment", note)
    Image.new("RGB", (40, 30), "white").save(out, "PNG", pnginfo=said)
    return out.getvalue()


PICTURE = picture()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "organisation.toml"
    path.write_text(TEXT, "utf-8")
    (tmp_path / "图1.png").write_bytes(PICTURE)
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
    assert files.place(picture.sha256).read_bytes() == PICTURE
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


MARK = "机密★10年"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("按照规定编制。", f"{MARK}\n按照规定编制。"),
        ("[agency]", f"# {MARK}\n[agency]"),
        ('office = "办公室"', 'office = "\\u673a\\u5bc6\\u260510\\u5e74"'),
        ('stated_by = "姜文博"', f'stated_by = "{MARK}"'),
    ],
)
def test_a_file_with_a_secrecy_mark_is_refused_before_anything_is_stored(file, old, new):
    agency = Agency.objects.create(code="371002SC", name="高区市场监督管理局")
    file.write_text(TEXT.replace(old, new), "utf-8")
    with pytest.raises(Refused) as refused:
        import_organisation([file], at=AT)
    assert refused.value.code == "secrecy-mark" and MARK not in str(refused.value)
    incident = Incident.objects.get()
    assert (incident.agency, incident.place) == (agency, Incident.Place.IMPORT)
    assert incident.number in refused.value.mend
    assert not Unit.objects.exists() and not Narrative.objects.exists()


def test_a_picture_with_a_secrecy_mark_is_refused_and_not_kept(file):
    Agency.objects.create(code="371002SC", name="高区市场监督管理局")
    marked = picture(MARK)
    (file.parent / "图1.png").write_bytes(marked)
    with pytest.raises(Refused, match="密级标志"):
        import_organisation([file], at=AT)
    assert Incident.objects.count() == 1 and not Narrative.objects.exists()
    assert not files.place(sha256(marked).hexdigest()).exists()


def test_a_mark_is_refused_in_a_home_that_has_no_agency_to_enter_it_with(file):
    file.write_text(TEXT.replace("按照规定", MARK + "\n按照规定"), "utf-8")
    with pytest.raises(Refused, match="密级标志"):
        import_organisation([file], at=AT)
    assert not Agency.objects.exists() and not Incident.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_mark_in_the_organisation_of_a_folder_leaves_its_incident(file):
    Agency.objects.create(code="371002SC", name="高区市场监督管理局")
    file.write_text(TEXT.replace("按照规定", MARK + "\n按照规定"), "utf-8")
    with pytest.raises(Refused) as refused:
        import_folder(file.parent, at=AT)
    assert Incident.objects.get().number in refused.value.mend and not Unit.objects.exists()


def test_a_rule_about_secrets_is_no_mark_and_a_picture_that_cannot_be_read_is_told(file):
    file.write_text(TEXT.replace("按照规定", "涉及国家秘密、商业秘密的不公开。按照规定"), "utf-8")
    (file.parent / "图1.png").write_bytes(b"\x89PNG picture")
    summary = import_organisation([file], at=AT)
    assert summary.warned == 1 and "没有检查" in summary.warnings[0].reason
    assert NarrativePicture.objects.exists()
