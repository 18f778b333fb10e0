"""Whether a database is of this program's version: a page that is asked of another one fails half-way."""

from __future__ import annotations

from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from gongkai.refusal import Refused


def demand_current(alias: str, worker: str) -> None:
    """Refuse to serve from a database of another version: ``old-database``, ``newer-database``.

    ``worker``: the command that brings it up to date.
    """
    demand_not_newer(alias)
    executor = MigrationExecutor(connections[alias])
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        raise Refused(
            "old-database",
            f"数据库还是旧版本的，有 {len(missing)} 项更新没有做",
            f"请先启动后台任务（{worker}），由它更新数据库，然后再启动这里",
        )


def demand_not_newer(alias: str) -> None:
    """Refuse (``newer-database``) a database that a later version of the program has changed."""
    loader = MigrationExecutor(connections[alias]).loader
    known = {*loader.disk_migrations, *loader.replacements}
    ours = (key for key in loader.applied_migrations if key[0] in loader.migrated_apps)
    later = sorted(f"{app} {name}" for app, name in ours if (app, name) not in known)
    if later:
        raise Refused(
            "newer-database",
            f"数据库是更新版本的程序用过的（{later[-1]}）",
            "请换上那个版本或者更新的程序；旧程序不能打开它",
        )
