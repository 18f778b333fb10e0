"""``gongkai serve``, ``desk``, ``portal``, ``worker``: the processes."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import click
from granian import Granian
from granian.constants import Interfaces

from gongkai.cli.django_setup import part, setup, setup_portal
from gongkai.cli.frame import FINDINGS, HomeCommand, home
from gongkai.refusal import Refused, reason_of

_HELP = {"help_option_names": ["-h", "--help"]}
LOOPBACK = "127.0.0.1"
_TICK_SECONDS = 5
_PORTAL_THREADS = 24
"""More than the look-ups of receipt codes that may wait at once (16), so that pages and forms go on."""
_RESTARTS = 5
"""How often in a row a process is started again that fell over …"""
_SETTLED_SECONDS = 60
"""… before it ran for so long."""
_PROGRAM = (sys.executable, "-P", "-m", "gongkai.cli")
"""Without the folder that somebody stands in: its ``click.py`` is none of ours."""


def demand_free(port: int, address: str = LOOPBACK) -> None:
    """Refuse to serve where another program listens, or where nobody can."""
    try:
        found = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, number, _, place = found[0]
        with socket.socket(family, kind, number) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(place)
    except OSError as problem:
        why = "已被别的程序占用" if problem.errno == errno.EADDRINUSE else f"不能监听（{reason_of(problem)}）"
        raise Refused(
            "no-port", f"{address} 的端口 {port} {why}", "请换一个端口或地址，或者先停止那个程序"
        ) from problem


def _serve(target: str, port: int, address: str, threads: int = 1) -> None:
    demand_free(port, address)
    server = Granian(
        target,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        websockets=False,
        respawn_failed_workers=True,
        log_access=False,
    )
    part("django.db").connections.close_all()  # SQLite forgets its locks in a process that is forked off
    server.serve()


def prepare_static() -> None:
    """Collect the style sheets and scripts into the home; :mod:`gongkai.face.statics` answers them."""
    part("django.core.management").call_command("collectstatic", verbosity=0, interactive=False, clear=False)


@click.command(cls=HomeCommand, context_settings=_HELP, epilog="\b\n例：\n  gongkai desk --port 8100")
@click.option("--port", type=click.IntRange(1, 65535), default=8100, show_default=True, help="端口")
@click.option("--address", default=LOOPBACK, show_default=True, help="监听地址")
def desk(port: int, address: str) -> None:
    """只运行内网工作台（正式环境）。"""
    setup()
    part("gongkai.sites.current").demand_current("default", "gongkai worker")
    prepare_static()
    _serve("gongkai.sites.desk_wsgi:application", port, address)


@click.command(cls=HomeCommand, context_settings=_HELP, epilog="\b\n例：\n  gongkai portal --port 8000")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="端口")
@click.option("--address", default=LOOPBACK, show_default=True, help="监听地址")
def portal(port: int, address: str) -> None:
    """只运行门户（正式环境）。"""
    setup_portal()
    part("gongkai.sites.current").demand_current("portal", "gongkai worker，门户独自一台机器的加 --portal")
    prepare_static()
    _serve("gongkai.sites.portal_wsgi:application", port, address, _PORTAL_THREADS)


@click.command(
    cls=HomeCommand,
    context_settings=_HELP,
    epilog="\b\n例：\n  gongkai worker\n  gongkai worker --once\n"
    "  gongkai worker --portal      门户在另一台机器上，在那台机器上运行\n"
    "  gongkai worker --opener      单独开启保密当事人的身份，由另一个系统用户运行",
)
@click.option("--once", is_flag=True, help="只做一轮就退出")
@click.option("--portal", "as_portal", is_flag=True, help="门户机器的那一半：应用消息、编号来件、更新页面")
@click.option("--opener", "as_opener", is_flag=True, help="只开启经两人批准的保密身份（设置 identity_apart）")
def worker(once: bool, as_portal: bool, as_opener: bool) -> int:
    """只运行后台任务：内外网交换、事件锚定、导出等耗时的事（正式环境）。

    加 --portal 的在只作门户的机器上运行，不需要内网的密钥和数据库；--once 时有被拒的消息以状态 1 结束。
    加 --opener 的只需要内网数据库和密钥中的 identity、index-identity、handling、event。
    """
    if as_portal and as_opener:
        raise Refused("two-halves", "--portal 和 --opener 不能同时用", "在各自的机器上分别运行")
    rounds = _portal_rounds() if as_portal else _opener_rounds() if as_opener else _desk_rounds()
    stopping: list[int] = []
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda number, _frame: stopping.append(number))
    while not stopping:
        seen = rounds.newest()
        refused = rounds.tick(_now())
        if once:
            rounds.between(_now)
            return FINDINGS if (as_portal or as_opener) and refused else 0
        _rest(rounds, seen, stopping)
    return 0


def _rest(rounds: ModuleType, seen: tuple[int, ...], stopping: list[int]) -> None:
    """The time between two rounds: shorter where something new is to go out, so that nobody waits for it."""
    following = _now() + timedelta(seconds=_TICK_SECONDS)
    while not stopping and (now := _now()) < following and rounds.newest() in (seen, ()):
        if not rounds.between(_now, min(following, now + timedelta(seconds=1))):
            time.sleep(0.5)


def _desk_rounds() -> ModuleType:
    """The desk's half, and on one machine the portal's; their databases are brought up to date."""
    setup()
    part("gongkai.sites.homes_making").migrate()
    return part("gongkai.exchange.worker")


def _opener_rounds() -> ModuleType:
    """The opener alone: it makes no keys and brings no database up to date. Refuses without its keys."""
    setup()
    part("gongkai.desk.casework.keyring").store().load("identity")
    return part("gongkai.exchange.opener_worker")


def _portal_rounds() -> ModuleType:
    """The portal's half, on a machine that holds nothing of the desk; its database is brought up to date."""
    setup_portal()
    part("gongkai.sites.portal_home").migrate()
    return part("gongkai.exchange.portal_worker")


def _now() -> datetime:
    return datetime.now(UTC)


@click.command(
    cls=HomeCommand,
    context_settings=_HELP,
    epilog="\b\n例：\n  gongkai serve\n  gongkai serve --desk-port 9100",
)
@click.option("--desk-port", type=click.IntRange(1, 65535), default=8100, show_default=True, help="内网端口")
@click.option(
    "--portal-port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="门户端口"
)
def serve(desk_port: int, portal_port: int) -> None:
    """在本机运行内网工作台、门户和后台任务，只监听本机地址。"""
    if desk_port == portal_port:
        raise Refused("same-port", "内网和门户用了同一个端口", "请给 --desk-port 和 --portal-port 不同的值")
    for port in (desk_port, portal_port):
        demand_free(port)
    setup()
    making = part("gongkai.sites.homes_making")
    making.migrate()
    making.pin()
    prepare_static()
    click.echo(f"内网工作台  http://{LOOPBACK}:{desk_port}/", err=True)
    click.echo(f"门户        http://{LOOPBACK}:{portal_port}/", err=True)
    logins = home() / "keys" / "demo-logins.txt"
    if logins.is_file():
        click.echo(f"登录口令见  {logins}", err=True)
    click.echo("按 Ctrl+C 停止。", err=True)
    Supervisor(
        {
            "desk": ["desk", "--port", str(desk_port)],
            "portal": ["portal", "--port", str(portal_port)],
            "worker": ["worker"],
        },
        home(),
    ).run()


class Supervisor:
    """Starts the processes, starts one again that fell over, stops all together."""

    def __init__(self, commands: dict[str, list[str]], folder: Path) -> None:
        self.commands = commands
        self.environment = os.environ | {"GONGKAI_HOME": str(folder)}
        self.environment.pop("DJANGO_SETTINGS_MODULE", None)
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.fallen: dict[str, int] = dict.fromkeys(commands, 0)
        self.since: dict[str, float] = {}
        self.stopping = False

    def run(self) -> None:
        """Watch until a signal comes or one process keeps falling over."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: setattr(self, "stopping", True))
        for name in self.commands:
            self._start(name)
        try:
            while not self.stopping:
                time.sleep(0.3)
                self._look()
        finally:
            self._stop()

    def _start(self, name: str) -> None:
        command = [*_PROGRAM, *self.commands[name]]
        self.since[name] = time.monotonic()
        self.running[name] = subprocess.Popen(command, env=self.environment)  # noqa: S603  (our own command)

    def _look(self) -> None:
        for name, process in list(self.running.items()):
            status = process.poll()
            if status is None or self.stopping:
                continue
            lived = time.monotonic() - self.since[name]
            self.fallen[name] = self.fallen[name] + 1 if lived < _SETTLED_SECONDS else 1
            if self.fallen[name] > _RESTARTS:
                raise Refused(
                    "keeps-falling", f"{name} 进程反复退出（状态 {status}）", "请看上面的错误，改正后重新运行"
                )
            click.echo(f"gongkai: {name} 进程退出（状态 {status}），重新启动", err=True)
            self._start(name)

    def _stop(self) -> None:
        for process in self.running.values():
            if process.poll() is None:
                process.terminate()
        for process in self.running.values():
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
