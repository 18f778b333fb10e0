"""On PostgreSQL a connection plans a statement once, and takes any number of values (docs/adr/0093)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from gongkai.desk.agencies.models import Agency
from gongkai.sites import postgresql
from gongkai.sites.common import database
from gongkai.sites.home import by_name

ON_POSTGRESQL = pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL only")


def kept(text: str) -> int:
    """How many statements with this text the connection has planned and kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", [f"%{text}%"])
        return int(cursor.fetchone()[0])


@ON_POSTGRESQL
@pytest.mark.django_db
def test_what_is_asked_a_second_time_is_planned_once_and_kept() -> None:
    asked = Agency.objects.filter(code="371002SC")
    for count, planned in ((1, 0), (2, 1), (3, 1)):
        assert not asked.exists()
        assert kept('"agencies_agency"."code" = ') == planned, count


@ON_POSTGRESQL
@pytest.mark.django_db
def test_a_connection_keeps_more_statements_than_a_page_asks() -> None:
    connection.ensure_connection()
    assert connection.connection.prepared_max == postgresql.KEPT
    assert connection.execute_wrappers.count(postgresql._many_written) == 1


def test_what_is_wrapped_around_statements_for_a_while_stays_last_where_it_is_taken_off() -> None:
    """Also where the connection is opened by the first of them."""
    wrapped: Any = SimpleNamespace(
        vendor="postgresql",
        settings_dict={"OPTIONS": postgresql.options(prepared=True)},
        connection=SimpleNamespace(),
        execute_wrappers=[object()],
    )
    for_a_while = wrapped.execute_wrappers[-1]
    postgresql.keep_statements(wrapped)
    assert wrapped.execute_wrappers == [postgresql._many_written, for_a_while]


@ON_POSTGRESQL
@pytest.mark.django_db
def test_a_statement_takes_more_values_than_the_protocol_names() -> None:
    wanted = Agency.objects.create(code="371002SC", name="某市市场监督管理局 100%")
    given = [*(f"{number:06}" for number in range(70_000)), wanted.code]
    assert list(Agency.objects.filter(code__in=given, name__contains="100%")) == [wanted]


def test_behind_a_pooler_that_keeps_no_statements_none_is_kept() -> None:
    assert postgresql.options(prepared=False) == {"options": "-c jit=off"}
    assert postgresql.options(prepared=True)["prepare_threshold"] == 1
    assert by_name()["prepared_statements"].default is True


def test_a_connection_that_the_server_has_ended_is_opened_anew_for_the_next_page() -> None:
    settings = database("postgresql://office@db.example/gongkai", "desk.sqlite3")
    assert settings["CONN_HEALTH_CHECKS"] is True
    assert settings["CONN_MAX_AGE"] >= 600
