"""``gongkai exchange push|pull|status|again|parked|witness|export|import|vkey``: the door, by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from gongkai.cli.django_setup import part, setup, setup_portal
from gongkai.cli.exchange_witness import witness
from gongkai.cli.frame import FINDINGS, HomeCommand, HomeGroup, home, print_json
from gongkai.refusal import Refused

_HELP = {"help_option_names": ["-h", "--help"]}
_HEAD = 16 * 1024 * 1024
"""The manifest stands at the beginning of a bundle, and is no longer than that."""


@click.group(
    cls=HomeGroup,
    context_settings=_HELP,
    epilog="\b\n例：\n  gongkai exchange push\n  gongkai exchange status --json",
)
def exchange() -> None:
    """内外网交换：发布、取回来件、状态、交换包。"""


exchange.add_command(witness)


@exchange.command(
    cls=HomeCommand,
    context_settings=_HELP,
    epilog="\b\n例：\n  gongkai exchange push\n  gongkai exchange push --json",
)
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def push(as_json: bool) -> int:
    """把已审签的信息送到门户。有未通过核验的信息时以状态 1 结束。"""
    setup()
    part("gongkai.sites.homes_making").pin()
    worker = part("gongkai.exchange.worker")
    done = worker.push(datetime.now(UTC), _say)
    stopped = done.passage.stopped
    if as_json:
        print_json(
            {
                "released": done.passage.released,
                "withdrawn": done.passage.withdrawn,
                "stopped": [
                    {"index": one.index, "code": one.code, "reason": one.sentence} for one in stopped
                ],
                "sent": done.sent,
                "delivered": done.delivered,
                "waiting": done.waiting,
                "checkpoint": done.checkpoint,
            }
        )
        return FINDINGS if stopped else 0
    click.echo(
        f"发布 {done.passage.released} 条，停止公开 {done.passage.withdrawn} 条；"
        f"发出消息 {done.sent} 条，送达 {done.delivered} 条，待送 {done.waiting} 条；"
        f"发布日志 {done.checkpoint} 条"
    )
    for one in stopped:
        click.echo(f"未通过  {one.index}  {one.code}  {one.sentence}", err=True)
    return FINDINGS if stopped else 0


@exchange.command(
    cls=HomeCommand,
    context_settings=_HELP,
    epilog="\b\n例：\n  gongkai exchange pull\n  gongkai exchange pull --json",
)
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def pull(as_json: bool) -> int:
    """取回门户的密封来件，拆封后交给承接科室，并把回信送出。有待人工处理的来件时以状态 1 结束。"""
    setup()
    part("gongkai.sites.homes_making").pin()
    done = part("gongkai.exchange.worker").pull(datetime.now(UTC))
    handed = done.handed
    if as_json:
        counts = {"taken": handed.taken, "kept": handed.kept, "parked": handed.parked}
        print_json({"pulled": done.taken_in, **counts, "waiting": done.waiting})
        return FINDINGS if handed.parked else 0
    click.echo(
        f"取回 {done.taken_in} 件，登记 {handed.taken} 件，暂存 {handed.kept} 件，"
        f"待人工处理 {handed.parked} 件"
    )
    return FINDINGS if handed.parked else 0


@exchange.command(
    cls=HomeCommand,
    context_settings=_HELP,
    epilog="\b\n例：\n  gongkai exchange parked\n  gongkai exchange parked --again O3E9PI0M5EXPLLJ05obmsg",
)
@click.option("--again", "uid", metavar="ID", help="查明原因后，把这一件重新交给承接的科室")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def parked(uid: str | None, as_json: bool) -> int:
    """列出待人工处理的来件和原因；来件保持密封，不会丢失。有这样的来件时以状态 1 结束。"""
    setup()
    rows = part("gongkai.desk.mailbox.queries").parked()
    if uid is not None:
        row = rows.filter(uid=uid).first()
        if row is None:
            raise Refused("not-found", f"没有编号为“{uid}”的待处理来件", "用 gongkai exchange parked 查看")
        part("gongkai.exchange.receiving").again(row)
        part("gongkai.exchange.worker").settle_in(datetime.now(UTC))
    listed = [
        {
            "id": row.uid,
            "kind": row.kind,
            "code": row.code,
            "reason": row.sentence,
            "since": row.pulled_at.isoformat(),
        }
        for row in rows
    ]
    if as_json:
        print_json({"parked": listed})
        return FINDINGS if listed else 0
    for one in listed:
        what = one["kind"] or "未拆封"
        click.echo(f"{one['id']}  {one['since'][:10]}  {what}  {one['code']} {one['reason']}")
    if not listed:
        click.echo("没有待人工处理的来件")
    return FINDINGS if listed else 0


@exchange.command(cls=HomeCommand, context_settings=_HELP, epilog="\b\n例：\n  gongkai exchange vkey")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def vkey(as_json: bool) -> None:
    """门户消息的公钥，填入内网设置 portal_vkey（内外网分开时）。"""
    setup_portal()
    found = part("gongkai.portal.messages.secrets").keys().load().signer.verifier.vkey
    if as_json:
        print_json({"vkey": found})
        return
    click.echo(found)


@exchange.command(
    cls=HomeCommand,
    context_settings=_HELP,
    epilog="\b\n例：\n  gongkai exchange trust > desk.json            内网：写出公钥卡\n"
    "  gongkai exchange trust --believe desk.json    门户：核对后登记",
)
@click.option(
    "--believe",
    "card",
    metavar="FILE",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="在门户机器上登记内网的公钥卡，只登记一次",
)
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def trust(card: Path | None, as_json: bool) -> None:
    """内网的公钥卡（门户据此核验内网的消息）；加 --believe 在门户机器上登记它。"""
    if card is None:
        setup()
        print_json(part("gongkai.exchange.serving").card())
        return
    setup_portal()
    try:
        given = json.loads(card.read_text(encoding="utf-8"))
    except ValueError as wrong:
        raise Refused("bad-trust", f"{card} 不是 JSON", "请用内网上 gongkai exchange trust 的输出") from wrong
    believed = part("gongkai.sites.portal_home").believe(given if isinstance(given, dict) else {})
    if as_json:
        print_json({"agency": believed.agency, "door": [key.vkey for key in believed.door]})
        return
    click.echo(f"已登记：门户只信任机构 {believed.agency} 的内网")


@exchange.command(
    cls=HomeCommand,
    context_settings=_HELP,
    epilog="\b\n例：\n  gongkai exchange status\n  gongkai exchange status --json",
)
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def status(as_json: bool) -> int:
    """外发消息、发布日志和门户各到哪里；测试来件、日志见证告警时以状态 1 结束。"""
    setup()
    found = part("gongkai.exchange.status").status(datetime.now(UTC))
    if as_json:
        print_json(found)
        return FINDINGS if found["alarms"] else 0
    out, log, portal, inbox = found["outbox"], found["log"], found["portal"], found["inbox"]
    click.echo(f"机构      {found['agency']}")
    click.echo(f"外发消息  已编到第 {out['last']} 号，未送达 {out['undelivered']} 条")
    click.echo(f"发布日志  {log['size']} 条，检查点 {log['at']}" if log else "发布日志  还没有检查点")
    click.echo(f"门户      已应用到第 {portal['applied']} 号（第 {portal['epoch']} 纪元）")
    if pages := found["pages"]:
        click.echo(
            f"门户页面  内容有变待生成 {pages['changed']} 页，旧版本生成待更新 {pages['outdated']} 页，"
            f"生成失败 {pages['failed']} 页"
        )
    click.echo(
        f"来件      已取到第 {inbox['last']} 号，登记 {inbox['taken']} 件，"
        f"暂存 {inbox['kept']} 件，待人工处理 {inbox['parked']} 件"
    )
    agreed = found["canary"]["agreed"]
    none = "没有约定：门户丢弃来件，内网不会知道"
    click.echo(f"测试来件  {f'约定了 {agreed} 方' if agreed else none}")
    if trusted := found["witness"]["trusted"]:
        click.echo(f"日志见证  {trusted} 方，最后一次 {found['witness']['last'] or '还没有'}")
    for line in found["alarms"]:
        click.echo(f"告警      {line}", err=True)
    return FINDINGS if found["alarms"] else 0


@exchange.command(
    cls=HomeCommand,
    context_settings=_HELP,
    epilog="\b\n例：\n  gongkai exchange again\n"
    "  gongkai exchange again --by zhengwu --reason 门户数据库损坏后恢复 --missing\n"
    "  gongkai exchange again --by zhengwu --reason 换了门户 --year 2017 --category 消费警示信息",
)
@click.option("--by", "login", metavar="LOGIN", help="申请人的登录名，须有办公室或分管领导的职责")
@click.option("--reason", metavar="TEXT", default="", help="事由")
@click.option("--category", metavar="NAME", default="", help="只送这一信息类别")
@click.option("--year", type=click.IntRange(1949, 2999), help="只送这一年发布的")
@click.option("--missing", is_flag=True, help="只送门户缺少的，或者与内网不同的")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def again(
    login: str | None, reason: str, category: str, year: int | None, missing: bool, as_json: bool
) -> int:
    """申请批量重新发布，由另一人在工作台批准后开始；不带 --by 时列出历次的进度。有被拒的以状态 1 结束。"""
    setup()
    verbs = part("gongkai.exchange.rereleases.verbs")
    queries = part("gongkai.exchange.rereleases.queries")
    agency = part("gongkai.exchange.serving").agency()
    if login is not None:
        by = queries.officer(agency, login)
        verbs.request(
            agency,
            by,
            datetime.now(UTC),
            reason=reason,
            category=category,
            year=year,
            only_missing=missing,
        )
    elif reason or category or year or missing:
        raise Refused("wrong-use", "没有写明谁申请", "请用 --by 给出申请人的登录名")
    rows = queries.told(agency)
    if as_json:
        print_json({"rereleases": rows})
    else:
        for one in rows:
            click.echo(
                f"{one['requested_at'][:10]}  {one['words']}  已送 {one['sent']}，未变 {one['unchanged']}，"
                f"被拒 {one['refused']}，共 {one['total']}  {one['reason']}"
            )
            for row in one["lacking"]:
                click.echo(f"缺字段  {row['index']}  {'、'.join(row['fields'])}", err=True)
            for stopped in one["stopped"]:
                click.echo(f"被拒  {stopped['index']}  {stopped['code']}  {stopped['reason']}", err=True)
        if not rows:
            click.echo("还没有批量重新发布过")
    return FINDINGS if rows and rows[0]["refused"] else 0


@exchange.command(
    cls=HomeCommand,
    context_settings=_HELP,
    epilog="\b\n例：\n  gongkai exchange export /media/usb\n  gongkai exchange export /media/usb --since 65\n"
    "  gongkai exchange export /media/usb --from portal\n  gongkai exchange export 20180301.gkb",
)
@click.argument("place", metavar="DIR|BUNDLE", type=click.Path(path_type=Path))
@click.option("--since", type=click.IntRange(1), help="从第几号消息起（默认第一条未送达的）")
@click.option(
    "--from", "side", type=click.Choice(["desk", "portal"]), help="从哪一侧导出（默认有内网密钥的为 desk）"
)
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def export(place: Path, since: int | None, side: str | None, as_json: bool) -> int:
    """把待送的消息写成交换包（文件夹 DIR 或者 .gkb 文件），由人带到另一侧。没有待送消息时以状态 1 结束。"""
    now = datetime.now(UTC)
    with _folder(place) as folder:
        if (side or _side()) == "desk":
            setup()
            if since is None:
                part("gongkai.exchange.worker").prepare(now)
            written = part("gongkai.exchange.transports.bundle").write(folder, now, since)
        else:
            setup_portal()
            written = part("gongkai.exchange.transports.leaving").write(folder, now, since)
        if written and folder != place:
            written = written.replace(place)
    if as_json:
        print_json({"bundle": None if written is None else str(written)})
        return FINDINGS if written is None else 0
    if written is None:
        click.echo("没有待送的消息", err=True)
        return FINDINGS
    click.echo(str(written))
    return 0


@contextmanager
def _folder(place: Path) -> Iterator[Path]:
    """Where the bundle is written under the name of its numbers: a passing folder if it gets another."""
    if place.is_dir():
        yield place
        return
    if place.suffix != ".gkb":
        raise Refused("no-folder", f"没有文件夹“{place}”", "请核对路径，或者写一个以 .gkb 结尾的文件名")
    if place.exists():
        raise Refused("exists", f"{place} 已经存在", "请换一个文件名，交换包不覆盖旧文件")
    if not place.parent.is_dir():
        raise Refused("no-folder", f"没有文件夹“{place.parent}”", "请核对路径")
    with TemporaryDirectory(prefix=".gongkai.", dir=place.parent) as passing:
        yield Path(passing)


@exchange.command(
    "import",
    cls=HomeCommand,
    context_settings=_HELP,
    epilog="\b\n例：\n  gongkai exchange import 371002SC-desk-portal-1-1-64.gkb",
)
@click.argument("bundle", metavar="BUNDLE", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def import_(bundle: Path, as_json: bool) -> None:
    """应用交换包：内网的包在门户一侧应用，门户的包在内网取回；中断后可再次运行。"""
    into_desk = _addressee(bundle) == "desk"
    setup() if into_desk else setup_portal()
    name = "taking" if into_desk else "arriving"
    try:
        count, place = part(f"gongkai.exchange.transports.{name}").read(bundle, datetime.now(UTC))
        if into_desk:
            part("gongkai.exchange.worker").settle_in(datetime.now(UTC))
    except Refused as refused:  # the person who carries bundles reports the code by telephone
        raise Refused(refused.code, f"{refused.code} {refused.sentence}", refused.mend) from refused
    if as_json:
        print_json({"applied": count, "last": place.applied})
        return
    where = "内网" if into_desk else "门户"
    click.echo(f"应用 {count} 条，{where}已到第 {place.applied} 号" if count else "没有新的消息")


@exchange.command(
    cls=HomeCommand, context_settings=_HELP, epilog="\b\n例：\n  gongkai exchange adopt --i-have-checked"
)
@click.option("--i-have-checked", "sure", is_flag=True, help="已由两人核对：本机确由旧备份恢复")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def adopt(sure: bool, as_json: bool) -> int:
    """内网由旧备份恢复之后：接管门户已有的消息编号和发布日志，开始新的纪元。"""
    if not sure:
        raise Refused("not-checked", "接管以后不能撤销", "请核对后加上 --i-have-checked")
    setup()
    done = part("gongkai.exchange.recovery").adopt(datetime.now(UTC))
    if as_json:
        unknown = [{"number": one.number, "kind": one.kind, "index": one.index} for one in done.unknown]
        print_json({"messages": done.messages, "epoch": done.epoch, "unknown": unknown})
        return FINDINGS if done.unknown else 0
    click.echo(f"接管 {done.messages} 条消息，日志 {len(done.unknown)} 条；现为第 {done.epoch} 纪元")
    for one in done.unknown:
        click.echo(f"待核对  日志第 {one.number} 条  {one.kind}  {one.index}", err=True)
    return FINDINGS if done.unknown else 0


def _side() -> str:
    return "desk" if (home() / "keys" / "state.json").is_file() else "portal"


def _addressee(bundle: Path) -> str:
    """Whom a bundle says it is for: only chooses the side, which then checks everything itself."""
    with bundle.open("rb") as source:
        head = source.read(_HEAD)
    return "desk" if b'"to":"desk"' in head else "portal"


def _say(what: str, done: int, total: int) -> None:
    if done == total or done % 50 == 0:
        click.echo(f"{what} {done}/{total}", err=True)
