"""Lays an empty database at once, from the models as they are, and notes every migration as applied.

Walking the history costs minutes of processor: each of its steps renders more than a hundred models that all
know one another. An empty database has no history; only what models cannot say (``RunSQL``, ``RunPython``:
guards, search tables) runs, in its order. ``tests/test_laying.py`` holds that both ways lead to one schema.
See docs/adr/0090.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.db import connections, models, router
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration, RunPython, RunSQL, SeparateDatabaseAndState
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation


def lay(alias: str) -> bool:
    """Lay the present schema in one transaction where there is no table yet; gives whether it did."""
    connection = connections[alias]
    if connection.introspection.table_names():
        return False
    executor = MigrationExecutor(connection)
    loader = executor.loader
    history: list[Migration] = [one for one, _ in executor.migration_plan(loader.graph.leaf_nodes())]
    with connection.schema_editor(atomic=True) as editor:
        editor.create_model(executor.recorder.Migration)
        for model in _models(alias, loader.migrated_apps):
            editor.create_model(model)
        _relate(editor)
        for migration in history:
            for operation in _unsaid(migration.operations):
                operation.database_forwards(migration.app_label, editor, _PRESENT, _PRESENT)
        applied = executor.recorder.migration_qs
        applied.bulk_create(applied.model(app=one.app_label, name=one.name) for one in history)
    return True


class _Present:
    """Stands for the state of the models at any step: of an empty database only the last one matters."""

    apps = apps

    def clear_delayed_apps_cache(self) -> None:
        """Nothing was rendered."""


_PRESENT: Any = _Present()


def _models(alias: str, labels: set[str]) -> Iterator[type[models.Model]]:
    """The models whose tables live in this database; tables between two models come with one of them."""
    connection = connections[alias]
    own: list[AppConfig] = [one for one in apps.get_app_configs() if one.label in labels]
    for app in own:
        for model in router.get_migratable_models(app, alias, include_auto_created=False):
            if model._meta.can_migrate(connection):
                yield model


def _relate(editor: BaseDatabaseSchemaEditor) -> None:
    """Tie the tables to one another, so that what follows finds them whole."""
    for statement in editor.deferred_sql:
        editor.execute(statement, None)
    editor.deferred_sql.clear()


def _unsaid(operations: Sequence[Operation]) -> Iterator[Operation]:
    """What the models do not say."""
    for operation in operations:
        if isinstance(operation, SeparateDatabaseAndState):
            yield from _unsaid(operation.database_operations)
        elif isinstance(operation, (RunSQL, RunPython)):
            yield operation
