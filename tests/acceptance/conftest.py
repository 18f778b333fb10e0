"""Generated registers and their reports, made once a session by the commands themselves."""

import csv
import fcntl
import sys
from pathlib import Path

import pytest
from django.conf import settings

from gongkai.cli import main
from gongkai.desk.agencies.models import Agency, Unit
from gongkai.desk.reporting.figures import compute

sys.path.insert(0, str(Path(__file__).parent))
"""The modules of this folder import one another by their plain names."""

from processes import Ended, Made, make_year  # noqa: E402 - needs the line above
from small import csv_at, rejected_rows  # noqa: E402


@pytest.fixture(scope="session")
def shared(tmp_path_factory, request):
    """A folder that all parallel workers of this session share."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if hasattr(request.config, "workerinput") else base) / "acceptance"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def made(shared):
    """The registers and the report of a year, by year; whoever asks first makes them, the others wait."""
    cache: dict[int, Made] = {}

    def of(year: int) -> Made:
        if year not in cache:
            with (shared / f"{year}.lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                cache[year] = make_year(shared / str(year), year)
        return cache[year]

    return of


@pytest.fixture
def call(monkeypatch, capsys):
    """``gongkai …`` in this process, on the tests' home: its exit status and what it said."""
    monkeypatch.setenv("GONGKAI_HOME", str(settings.GONGKAI_HOME))

    def of(*arguments):
        monkeypatch.setattr(sys, "argv", ["gongkai", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Ended(end.value.code, said.out, said.err)

    return of


@pytest.fixture
def bureau(db, keys):
    """A bureau in the test's own database."""
    agency = Agency.objects.create(code="371002SC", name="高新区市场监督管理局")
    Unit.objects.create(agency=agency, code="BGS", name="办公室", kind="科室")
    return agency


class Desk:
    """The registers of a bureau through the commands, in this process."""

    def __init__(self, agency, folder, call):
        self.agency, self.folder, self.call = agency, folder, call

    def take(self, kind, *files, profile=None):
        """Import files that must be taken; the summary of ``--json``."""
        more = ["--profile", profile] if profile else []
        ended = self.call("import", kind, *files, *more, "--json")
        assert ended.status == 0, ended.err
        return ended.json

    def put(self, kind, *rows, name=None):
        """Import rows as one CSV file."""
        return self.take(kind, csv_at(self.folder / (name or f"{kind}.csv"), rows))

    def rejected(self, summary):
        """The rejected rows of an import."""
        return rejected_rows(Path(summary["rejected_file"])) if summary["rejected_file"] else []

    def value(self, key, year=2017):
        """A figure's value."""
        return compute(self.agency, year)[key].value

    def exported(self, kind):
        """The register as ``gongkai export`` writes it."""
        out = self.folder / f"out-{kind}.csv"
        ended = self.call("export", kind, "--out", out)
        assert ended.status == 0, ended.err
        with out.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))


@pytest.fixture
def desk(bureau, tmp_path, call):
    """A bureau whose registers go in and out by the commands."""
    return Desk(bureau, tmp_path, call)
