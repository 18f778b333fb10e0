"""``gongkai init``, ``keys``, ``settings``, ``backup``, ``restore``: the home and what protects it."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path

import click

from gongkai.cli.asking import password
from gongkai.cli.django_setup import PORTAL, part, setup
from gongkai.cli.frame import FINDINGS, HomeCommand, HomeGroup, home, print_json
from gongkai.cli.index_keys import rewrap, rotate_index
from gongkai.cli.taking_back import whole_or_nothing
from gongkai.refusal import Refused
from gongkai.sealing.hpke import X1, X2
from gongkai.sealing.key import USES
from gongkai.sealing.keys import INDEXES, KeyStore, open_escrow
from gongkai.sealing.times import stamp
from gongkai.sites import home as homes

_DOMAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,120}[A-Za-z0-9])?")
_HELP = {"help_option_names": ["-h", "--help"]}


def _now() -> datetime:
    return datetime.now(UTC)


@click.command(
    cls=HomeCommand,
    context_settings=_HELP,
    epilog="\b\n例：\n  gongkai init --home /srv/gongkai --origin scj.example.gov.cn\n"
    "  gongkai init --home /srv/gongkai --origin scj.example.gov.cn --portal    只作门户的机器",
)
@click.option(
    "--origin", required=True, metavar="DOMAIN", help="签名中使用的本单位标识（域名），以后不能更改"
)
@click.option("--portal", "as_portal", is_flag=True, help="这台机器只作门户：没有内网的密钥和数据库")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def init(origin: str, as_portal: bool, as_json: bool) -> int:
    """建立正式使用的数据目录：设置、密钥、两个数据库。托管密钥之前以状态 1 结束。"""
    folder = home()
    if not _DOMAIN.fullmatch(origin):
        raise Refused("bad-origin", f"“{origin}”不是域名", "请写本单位的域名，如 scj.example.gov.cn")
    if (folder / "keys" / "state.json").exists():
        raise Refused("home-exists", f"{folder} 已经建立", "如需检查密钥，请运行 gongkai keys check")
    os.environ["GONGKAI_HOME"] = str(folder)
    if as_portal:
        return _init_portal(folder, origin, as_json)
    with whole_or_nothing(folder):
        part("gongkai.sites.homes_making").create(folder, origin=origin, at=_now())
    if as_json:
        print_json({"home": str(folder), "origin": origin, "escrowed": False})
    else:
        click.echo(f"已建立 {folder}：设置、密钥、内网和门户数据库。")
        click.echo(
            "接着：1. gongkai keys escrow --out 文件（两位保管人各设口令）；"
            "2. gongkai import organisation 文件"
        )
    click.echo("密钥尚未托管：在此之前机器损坏，密封的内容就再也打不开。", err=True)
    return FINDINGS


def _init_portal(folder: Path, origin: str, as_json: bool) -> int:
    if (folder / "portal" / "portal.key").exists():
        raise Refused("home-exists", f"{folder} 已经建立", "请运行 gongkai portal 和 gongkai worker --portal")
    with whole_or_nothing(folder, PORTAL):
        made = part("gongkai.sites.portal_home").create(folder, origin=origin, at=_now())
    vkey = made.load().signer.verifier.vkey
    if as_json:
        print_json({"home": str(folder), "origin": origin, "portal_vkey": vkey})
        return 0
    click.echo(f"已建立 {folder}：门户的设置、密钥和数据库。")
    click.echo(f"接着：1. 内网设置 portal_vkey = {vkey}")
    click.echo("2. 内网运行 gongkai exchange trust，把输出带来，运行 gongkai exchange trust --believe 文件")
    click.echo("3. gongkai portal，gongkai worker --portal")
    return 0


@click.command(
    cls=HomeCommand, context_settings=_HELP, epilog="\b\n例：\n  gongkai settings\n  gongkai settings --json"
)
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def settings(as_json: bool) -> None:
    """全部设置：当前值、默认值、含义。"""
    values = homes.read(home())
    if as_json:
        rows = [
            {
                "name": option.name,
                "value": values[option.name],
                "default": option.default,
                "meaning": option.meaning,
                "variable": option.variable,
            }
            for option in homes.OPTIONS
        ]
        print_json(_hidden(rows))
        return
    for option in homes.OPTIONS:
        value = values[option.name]
        click.echo(f"{option.name} = {_masked(option.name, value)!r}（默认 {option.default!r}）")
        click.echo(f"    {option.meaning}；环境变量 {option.variable}")


def _masked(name: str, value: homes.Value) -> homes.Value:
    """A database address without its password."""
    if name.endswith("_database_url") and isinstance(value, str) and "@" in value:
        scheme, _, rest = value.partition("://")
        who, _, where = rest.rpartition("@")
        return f"{scheme}://{who.partition(':')[0]}@{where}"
    return value


def _hidden(rows: list[dict[str, homes.Value]]) -> list[dict[str, homes.Value]]:
    return [row | {"value": _masked(str(row["name"]), row["value"])} for row in rows]


@click.group(
    cls=HomeGroup, context_settings=_HELP, epilog="\b\n例：\n  gongkai keys list\n  gongkai keys check"
)
def keys() -> None:
    """密钥：查看、检查、轮换、托管、恢复。"""


def _store() -> KeyStore:
    if not (home() / "keys" / "state.json").is_file():
        raise Refused("no-home", f"{home()} 还没有密钥", "请先运行 gongkai demo 或 gongkai init")
    return KeyStore(home() / "keys")


@keys.command("list", cls=HomeCommand, epilog="\b\n例：\n  gongkai keys list --json")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def list_keys(as_json: bool) -> None:
    """现有的密钥（只列编号和日期，不列密钥本身）。"""
    found = _store().list()
    newest = {key.use: key.kid for key in reversed(found)}
    if as_json:
        print_json(
            [
                {
                    "use": key.use,
                    "kid": key.kid,
                    "created": key.created,
                    "not_after": key.not_after,
                    "name": key.name,
                    "vkey": key.verifier.vkey if key.name else None,
                    "current": newest[key.use] == key.kid,
                }
                for key in found
            ]
        )
        return
    for key in found:
        state = "现用" if newest[key.use] == key.kid else "旧，只用于核验和解密"
        click.echo(f"{key.use:<15} {key.kid}  {key.created}  至 {key.not_after or '泄露时才换'}  {state}")
        if key.name:
            click.echo(f"{'':<15} {key.verifier.vkey}")


@keys.command("check", cls=HomeCommand, epilog="\b\n例：\n  gongkai keys check")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def check_keys(as_json: bool) -> int:
    """检查密钥：缺失、损坏、过期、他人可读、未托管。有问题时以状态 1 结束。"""
    apart = ("identity",) if homes.read(home())["identity_apart"] else ()
    findings = _store().check(stamp(_now()), apart)
    if as_json:
        print_json(
            [{"use": one.use, "kid": one.kid, "what": one.what, "severe": one.severe} for one in findings]
        )
    else:
        for one in findings:
            click.echo(
                f"{'错误' if one.severe else '提示'}：{one.use} {one.kid or ''} {one.what}".replace("  ", " ")
            )
        if not findings:
            click.echo("密钥齐全，已托管。")
    return FINDINGS if findings else 0


_ANNOUNCED = ("door", "answer", "intake")
"""Keys of which the portal is told by a message that the door key before them signed."""


@keys.command(
    "rotate",
    cls=HomeCommand,
    epilog="\b\n例：\n  gongkai keys rotate intake\n  gongkai keys rotate index-handling    查重索引泄露后",
)
@click.argument("use", metavar="USE")
@click.option(
    "--suite", type=click.Choice([X1, X2]), help="intake 密钥的算法套件；x2 另加抗量子的 ML-KEM-768"
)
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def rotate(use: str, suite: str | None, as_json: bool) -> None:
    """轮换一种密钥；旧的继续保留，用于核验和解密。不写 --suite 则沿用原来的算法套件。

    index-handling、index-identity 只在泄露时更换：索引按新密钥重算，旧密钥随后销毁；
    中断后再运行一次即可接着做。
    """
    if use not in USES:
        raise Refused("unknown-use", f"没有“{use}”这种密钥", f"可以是 {'、'.join(USES)}")
    if suite is not None and suite not in USES[use].suites:
        known = "、".join(name for name, one in USES.items() if suite in one.suites)
        raise Refused("E_SUITE", f"“{use}”密钥不能用套件“{suite}”", f"套件 {suite} 只用于 {known}")
    if use in INDEXES:
        rotate_index(use, as_json)
        return
    new = _store().rotate(use, stamp(_now()), suite)
    wrapped, shut = rewrap(use)
    if as_json:
        print_json({"use": use, "kid": new.kid, "suite": new.suite, "rewrapped": wrapped, "unreadable": shut})
        return
    if wrapped or shut:
        click.echo(f"已用新密钥重新封装 {wrapped} 个案卷密钥" + f"，{shut} 个用现有密钥都打不开" * bool(shut))
    told = "；后台任务会用旧密钥签名告知门户，内网各进程请重新启动" if use in _ANNOUNCED else ""
    kind = f"（套件 {new.suite}）" * (new.suite != X1)
    click.echo(f"新的 {use} 密钥：{new.kid}{kind}{told}。请重新托管：gongkai keys escrow --out 文件")


@keys.command("escrow", cls=HomeCommand, epilog="\b\n例：\n  gongkai keys escrow --out escrow.json")
@click.option("--out", "out", required=True, type=click.Path(path_type=Path), help="托管文件（请异地保存）")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def escrow(out: Path, as_json: bool) -> None:
    """把全部密钥写入托管文件，两位保管人各设口令，写完立即读回核对。"""
    setup()
    store = _store()
    if out.exists():
        raise Refused("file-exists", f"{out} 已经存在", "请换一个文件名，托管文件不覆盖")
    if not out.parent.is_dir():
        raise Refused("no-folder", f"没有文件夹“{out.parent}”", "请先建立，或者换一个地方")
    first = password("保管人甲的口令", twice=True)
    second = password("保管人乙的口令", twice=True)
    extras = part("gongkai.exchange.serving").escrowed()
    data = store.escrow(first, second, extras=extras)
    with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    store.confirm_escrow(open_escrow(out.read_bytes(), first, second), stamp(_now()))
    if as_json:
        print_json({"out": str(out), "confirmed": True})
        return
    click.echo(f"已托管到 {out} 并读回核对。请把它存到别处，口令由两人分别保管。")


@keys.command(
    "restore", cls=HomeCommand, epilog="\b\n例：\n  gongkai keys restore escrow.json --home /srv/gongkai"
)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def restore_keys(file: Path, as_json: bool) -> None:
    """从托管文件恢复密钥，只写入没有密钥的目录。"""
    first, second = password("保管人甲的口令"), password("保管人乙的口令")
    opened = open_escrow(file.read_bytes(), first, second)
    home().mkdir(parents=True, exist_ok=True)
    KeyStore.restore(home() / "keys", opened)
    if as_json:
        print_json({"keys": str(home() / "keys")})
        return
    click.echo(f"密钥已恢复到 {home() / 'keys'}。")


@click.command(
    cls=HomeCommand, context_settings=_HELP, epilog="\b\n例：\n  gongkai backup --out 20180301.gkbackup"
)
@click.option("--out", "out", required=True, type=click.Path(path_type=Path), help="备份文件（不含密钥）")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def backup(out: Path, as_json: bool) -> None:
    """把两个数据库和全部文件备份成一个文件；密钥不在其中。"""
    setup()
    made = part("gongkai.sites.backups").write(home(), out, at=_now())
    if as_json:
        print_json({"out": str(out), "files": made.files, "size": made.size})
        return
    click.echo(f"已备份到 {out}：{made.files} 个文件，{made.size} 字节。密钥不在备份中，请另行托管。")


@click.command(
    cls=HomeCommand,
    context_settings=_HELP,
    epilog="\b\n例：\n  gongkai restore 20180301.gkbackup --home /srv/new",
)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def restore(file: Path, as_json: bool) -> None:
    """把备份恢复到一个还没有数据的目录；密钥须先恢复（gongkai keys restore）。"""
    setup(needs_home=False)
    made = part("gongkai.sites.backups").read(file, home())
    if as_json:
        print_json({"home": str(home()), "files": made.files, "note": made.note})
        return
    click.echo(f"已恢复到 {home()}：{made.files} 个文件。{made.note}")
