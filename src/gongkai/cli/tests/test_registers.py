"""``gongkai import`` and ``gongkai export``: exit statuses, words, JSON."""

import json

import pytest
from click.testing import CliRunner

from gongkai.cli import gongkai
from gongkai.desk.agencies.models import Agency, Unit
from gongkai.desk.casework.models import Event, Registration
from gongkai.ledgers.tests.files import csv_file, minimal
from gongkai.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]
GOOD = minimal("complaints", 承办单位="办公室", 诉求人="于志静")
BAD = minimal("complaints", 登记编号="2", 登记时间="2017-02-30")


@pytest.fixture
def agency():
    agency = Agency.objects.create(code="X1", name="某局")
    Unit.objects.create(agency=agency, code="BGS", name="办公室", kind="科室")
    return agency


def _run(*arguments):
    result = CliRunner().invoke(gongkai, list(map(str, arguments)))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.mark.usefixtures("agency")
def test_an_import_says_what_became_of_the_rows_and_where_the_rejected_ones_are(tmp_path):
    result = _run("import", "complaints", csv_file(tmp_path, [GOOD, BAD]))
    assert result.exit_code == 0
    assert "读入 2 行：新增 1，更新 0，未变 0，文件内重复 0，退回 1" in result.stdout
    assert "rejected.csv" in result.stdout
    assert "导入 complaints 2 / 2" in result.stderr
    assert Registration.objects.count() == 1


@pytest.mark.usefixtures("agency")
def test_json_is_the_only_thing_on_standard_output(tmp_path):
    result = _run("import", "complaints", csv_file(tmp_path, [GOOD]), "--dry-run", "--json")
    said = json.loads(result.stdout)
    assert (said["read"], said["new"], said["accepted"], said["dry_run"]) == (1, 1, 1, True)
    assert not Registration.objects.exists()


def test_an_organisation_makes_the_agency(tmp_path):
    path = tmp_path / "organisation.toml"
    path.write_text('[agency]\nname = "某局"\ncode = "X1"\n', "utf-8")
    assert "新增 1" in _run("import", "organisation", path).stdout
    assert Agency.objects.get().code == "X1"


@pytest.mark.usefixtures("agency")
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("import", "letters", "x.csv"), "complaints"),
        (("import", "complaints"), "gongkai import complaints"),
        (("import", "complaints", "no-such.csv"), "no-such.csv"),
        (("import", "complaints", "no-such.csv", "--agency", "Y"), "X1"),
        (("import", "complaints", "no-such.csv", "--profile", "99999"), "12315"),
        (("import", "organisation", "x.toml", "--profile", "12315"), "--profile"),
        (("export", "letters", "--out", "x.csv"), "complaints"),
        (("export", "organisation", "--out", "x.csv"), ".toml"),
        (("export", "complaints", "--out", "x.pdf"), ".xlsx"),
    ],
)
def test_wrong_use_is_one_line_that_says_how_to_mend_it(arguments, says):
    with pytest.raises(Refused) as refused:
        _run(*arguments)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.usefixtures("agency")
def test_without_an_agency_the_way_out_is_named(tmp_path):
    Unit.objects.all().delete()
    Agency.objects.all().delete()
    with pytest.raises(Refused, match="gongkai import organisation"):
        _run("import", "complaints", csv_file(tmp_path, [GOOD]))


@pytest.mark.usefixtures("agency")
def test_an_export_writes_the_register_back_and_is_on_record(tmp_path):
    _run("import", "complaints", csv_file(tmp_path, [GOOD]))
    out = tmp_path / "out.csv"
    said = json.loads(_run("export", "complaints", "--out", out, "--year", 2017, "--json").stdout)
    assert said == {"kind": "complaints", "out": str(out), "rows": 1, "files": 0}
    assert "于志静" in out.read_text("utf-8-sig")
    assert Event.objects.filter(stream="agency/X1", type="exported").count() == 1
    assert "已导出 0 行" in _run("export", "complaints", "--out", out, "--year", 2016).stdout


@pytest.mark.parametrize("command", ["import", "export"])
def test_help_has_an_example(command):
    assert f"gongkai {command} complaints" in _run(command, "--help").stdout


@pytest.mark.usefixtures("agency")
def test_among_several_agencies_the_one_of_the_settings_is_meant(tmp_path, settings):
    Agency.objects.create(code="Y2", name="另一局")
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"agency": "X1"}
    assert "新增 1" in _run("import", "complaints", csv_file(tmp_path, [GOOD])).stdout
    assert "1 行" in _run("export", "complaints", "--out", tmp_path / "out.csv").stdout
    assert Registration.objects.get().agency.code == "X1"
