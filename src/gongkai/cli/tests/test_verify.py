"""``gongkai verify`` exits 1 and names the first record that does not fit."""

import json
from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner
from django.db import connection

from gongkai.cli.verify import verify
from gongkai.desk.casework import append_only, keyring
from gongkai.desk.casework.recording import SYSTEM, record

pytestmark = [pytest.mark.django_db(databases=["default", "portal"])]


@pytest.fixture(autouse=True)
def remembered(keys):
    store = keyring.store()
    state = store.state()
    yield
    store._write_state(state)


def _run(*arguments):
    result = CliRunner().invoke(verify, arguments, standalone_mode=False)
    assert result.exception is None
    return result.return_value, result.stdout


def test_exit_0_when_all_holds():
    record("case/a", "registered", by=SYSTEM, occurred=date(2017, 1, 2), at=datetime(2017, 1, 2, tzinfo=UTC))
    status, text = _run()
    assert status == 0
    assert "事件链：1 条，相符" in text
    status, text = _run("--json", "--since")
    document = json.loads(text)
    assert (status, document["holds"], document["checks"][0]["name"]) == (0, True, "events")


def test_exit_1_and_the_record_when_one_does_not_fit():
    record("case/a", "registered", by=SYSTEM, occurred=date(2017, 1, 2), at=datetime(2017, 1, 2, tzinfo=UTC))
    with append_only.lifted(connection):
        connection.cursor().execute("UPDATE casework_event SET type = 'x'")
    status, text = _run()
    assert status == 1
    assert "✗ 事件被改动：尚未锚定，事件流 case/a，第 1 条" in text
    status, text = _run("--json")
    assert (status, json.loads(text)["holds"]) == (1, False)
