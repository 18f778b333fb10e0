"""Whether a database is of this program's version: a page that is asked of another one fails half-way."""

from __future__ import annotations

from pathlib import Path

from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from gongkai.refusal import Refused


def demand_current(alias: str, worker: str) -> None:
    """Refuse to serve from a database of another version: ``old-database``, ``newer-database``; or from an
    ``empty-database``, as where a disk is not mounted: SQLite would make a new file in its place.

    ``worker``: the command that brings it up to date.
    """
    place = connections[alias].settings_dict
    if place["ENGINE"].endswith("sqlite3") and not Path(place["NAME"]).is_file():
        raise _empty(worker)
    demand_not_newer(alias)
    executor = MigrationExecutor(connections[alias])
    if not executor.loader.applied_migrations:
        raise _empty(worker)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        raise Refused(
            "old-database",
            f"数据库还是旧版本的，有 {len(missing)} 项更新没有做",
            f"请先启动后台任务（{worker}），由它更新数据库，然后再启动这里",
        )


def _empty(worker: str) -> Refused:
    return Refused(
        "empty-database",
        "没有数据库，或者里面什么都没有",
        f"原来有内容的，请核对数据库的位置（磁盘是否挂载），或者从备份恢复；新装的请先启动后台任务（{worker}）",
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
