"""The home: where all state lives, and the settings of this installation (FORMATS.md 1). No Django.

``settings.toml`` in the home overrides the defaults, an environment variable
``GONGKAI_<NAME>`` overrides both.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongkai.refusal import Refused

Value = str | int | bool


@dataclass(frozen=True, slots=True)
class Option:
    """One setting: its name in ``settings.toml``, its default (whose type is its type), what it means."""

    name: str
    default: Value
    meaning: str

    @property
    def variable(self) -> str:
        """The environment variable that overrides it."""
        return f"GONGKAI_{self.name.upper()}"


OPTIONS: tuple[Option, ...] = (
    Option("origin", "gongkai.invalid", "签名中使用的本单位标识（域名），生成密钥后不能更改"),
    Option("agency", "", "本机服务的机构代码；空则为唯一的机构"),
    Option("desk_database_url", "", "内网（办公）数据库，如 postgresql://用户@主机/库；空则用 desk.sqlite3"),
    Option("portal_database_url", "", "外网（门户）数据库；空则用 portal.sqlite3"),
    Option(
        "door_database_url",
        "",
        "门户在另一台机器上时：内网以角色 door 连接的门户数据库；空则门户在本机，或者用交换包",
    ),
    Option(
        "prepared_statements",
        True,
        "PostgreSQL 连接是否记住语句的执行计划；连接池不支持预备语句的（如 1.21 以前的 PgBouncer）写 false",
    ),
    Option("desk_hosts", "127.0.0.1,localhost", "内网可用的主机名，逗号分开"),
    Option("portal_hosts", "127.0.0.1,localhost", "外网可用的主机名，逗号分开"),
    Option("portal_address", "http://127.0.0.1:8000", "门户对外的网址，用于二维码和订阅"),
    Option("portal_vkey", "", "门户消息的公钥；空则用本机的门户（内外网分开时填写）"),
    Option("bake_folder", "", "静态站点目录：后台任务随发布和撤稿更新；空则不烘焙"),
    Option("bake_server_name", "_", "静态站点 nginx 配置中的域名"),
    Option("bake_listen", "80", "静态站点 nginx 监听的端口"),
    Option("bake_upstream", "http://127.0.0.1:8000", "没有烘焙的网址（检索、表单）转给的门户程序；空则没有"),
    Option("bake_brotli", False, "nginx 是否装有 brotli_static 模块"),
    Option("rerelease_at_once", 32, "批量重新发布每轮最多送几条（1 到 64）；新发布、撤稿总是先走"),
    Option("hotline_folder", "", "热线导出清单的目录，其下每条热线一个子目录；空则用数据目录里的 hotlines"),
    Option("open311_keys", "", "可以经 Open311 提交的应用的 api_key，逗号分开；空则不接收"),
    Option("https", False, "是否经由 HTTPS 提供（安全 Cookie、HSTS）"),
    Option("session_minutes", 480, "一次登录最长有效的分钟数"),
    Option("session_idle_minutes", 60, "多少分钟没有操作就结束登录"),
    Option("reauthentication_minutes", 15, "登录或再次确认身份后，多少分钟内可以签署报告等要事"),
    Option("second_factor_duties", "keeper,office,secrecy", "应有二次验证的职责，逗号分开；空则没有"),
    Option("second_factor_from", "", "自哪天起没有二次验证就不能办事，如 2018-07-01；空则只提醒"),
    Option("oidc_server", "", "统一身份认证（OIDC）的网址，须为 https；空则没有这种登录方式"),
    Option("oidc_client_id", "", "在统一身份认证登记的应用标识；应用密钥放在 keys/oidc.secret"),
    Option("oidc_name", "统一身份认证", "登录页按钮上统一身份认证的名称"),
    Option("certificate_proxies", "", "核验 CA 证书的代理的地址，逗号分开；空则没有这种登录方式"),
    Option("certificate_header", "X-Client-Cert-Subject", "代理写明证书主题的请求头"),
    Option("certificate_verified_header", "X-Client-Cert-Verified", "代理写明核验结果的请求头，须为 SUCCESS"),
    Option("area_code", "0631", "本地区号，用于没有写区号的固定电话"),
    Option("transition_policy", "by_receipt", "新旧规则交替时：by_receipt 按收到之日，by_act 按行为之日"),
    Option("review_organ", "", "行政复议机关（开发区管委会所属部门须由本单位确定）"),
    Option("court", "", "有管辖权的人民法院"),
    Option(
        "partial_review_first",
        True,
        "2024年起部分公开的决定，其中不予公开的部分是否告知先申请行政复议（对行政复议法的理解，没有明文）",
    ),
    Option(
        "minor_fine",
        "",
        "处罚信息公示中“较低数额罚款”的标准（由省级以上规定），照原文写；空则没有登记",
    ),
    Option("publicity_years", 5, "2021年9月1日以前公示的行政处罚信息公示几年（凭记忆为5年，待核对）"),
    Option("repair_months", 6, "行政处罚信息公示满几个月可以提前停止（凭记忆为6个月，待核对）"),
    Option(
        "repair_months_special",
        12,
        "食品、药品、特种设备领域公示满几个月可以提前停止（凭记忆为1年，待核对）",
    ),
    Option("may_make_rules", False, "本机关是否有权制定规章（市监局一般没有）"),
    Option("retention_foi", "30", "依申请公开案卷的保管期限：permanent、30 或 10，照本单位的保管期限表"),
    Option("retention_foi_remedy", "permanent", "有行政复议、行政诉讼的依申请公开案卷的保管期限"),
    Option("retention_complaint", "10", "投诉案卷的保管期限，照本单位的保管期限表"),
    Option("retention_report", "30", "举报案卷的保管期限，照本单位的保管期限表"),
    Option("retention_consultation", "10", "咨询记录的保管期限，照本单位的保管期限表"),
    Option("retention_complaint_remedy", "permanent", "有行政复议、行政诉讼的投诉举报案卷的保管期限"),
    Option("retention_opinion", "30", "意见征集（公众意见）案卷的保管期限，照本单位的保管期限表"),
    Option("release_askers", 3, "几个人申请同一信息时提示转为主动公开"),
    Option(
        "main_leader_signs",
        "",
        "依申请公开中分管领导之后还须主要负责人签发或者同意的：deny 不予公开、partial 部分公开、"
        "unable 无法提供、skip 不予处理、third 第三方不同意而决定公开、extend 延期、"
        "postpone 大量申请延迟答复，逗号分开；空则没有",
    ),
    Option(
        "reply_chain_merges",
        "",
        "依申请公开的答复审批中没有另外的人承担时并入领导签发的环节：legal 合法性审查、secrecy 保密审查、"
        "unit 承办单位负责人，逗号分开；空则不并，走不到底的不能送审",
    ),
    Option("main_leader_posts", "局长,主任", "哪些职务（不属于任何科室的）是主要负责人，逗号分开"),
    Option(
        "identity_apart",
        False,
        "保密当事人的身份是否由另一个系统用户的进程（gongkai worker --opener）开启；"
        "是则本机密钥目录只留 identity 的公钥",
    ),
    Option(
        "live_hosts",
        "",
        "后台任务可以访问的网站主机名（回填了网址的集约化平台等），用来核对已发布的页面，逗号分开；"
        "空则不访问，由人粘贴核对",
    ),
    Option(
        "canary_minutes",
        60,
        "约定的测试来件（gongkai canary）在发出的那一小时过后最迟多少分钟到达内网，过时告警；交换包照往返写",
    ),
    Option(
        "witness_vkeys",
        "",
        "为发布日志见证的上级机关的公钥（vkey），逗号分开，内网和门户写一样的；空则没有见证方",
    ),
    Option(
        "witness_addresses", "", "见证方接收检查点的网址（C2SP tlog-witness），逗号分开；空则由见证方送来"
    ),
    Option("witness_hours", 48, "多少小时没有见证方的签名就告警"),
    Option("clamd", "", "病毒扫描 clamd 的套接字路径或者 主机:端口；空则不扫描并给出提示"),
    Option("fonts", "", "本单位字体所在目录（如已购的仿宋、小标宋）；空则用随附字体"),
    Option("docx_base", "", "文书样式底稿 DOCX；空则用随附底稿"),
    Option("language", "zh-hans", "界面语言：zh-hans 或 en"),
)


def home() -> Path:
    """The home directory of this process (``$GONGKAI_HOME``, else ``./var``)."""
    return Path(os.environ.get("GONGKAI_HOME") or "var").resolve()


def by_name() -> dict[str, Option]:
    """All options by name."""
    return {option.name: option for option in OPTIONS}


def read(folder: Path, environment: Mapping[str, str] | None = None) -> dict[str, Value]:
    """The settings in force. Refuses an unknown name or a value of the wrong type."""
    environment = os.environ if environment is None else environment
    values: dict[str, Value] = {option.name: option.default for option in OPTIONS}
    file = folder / "settings.toml"
    if file.is_file():
        for name, value in _toml(file).items():
            values[name] = _checked(name, value, str(file))
    for option in OPTIONS:
        if option.variable in environment:
            values[option.name] = _parsed(option, environment[option.variable])
    return values


def settings_text(values: Mapping[str, Value]) -> str:
    """``settings.toml`` with every setting, its meaning and value; a default stands as a comment."""
    lines = ["# 公开 · 本机设置。去掉行首的 # 并改值即可；环境变量 GONGKAI_… 优先。\n"]
    for option in OPTIONS:
        value = values.get(option.name, option.default)
        shown = (
            str(value).lower()
            if isinstance(value, bool)
            else value
            if isinstance(value, int)
            else json.dumps(value, ensure_ascii=False)
        )
        mark = "# " if value == option.default else ""
        lines.append(f"# {option.meaning}\n{mark}{option.name} = {shown}\n")
    return "\n".join(lines)


def demand_empty(folder: Path, known: Collection[str]) -> None:
    """Refuse (``not-empty``) a folder that is to become a home and holds something of another kind."""
    strangers = [entry.name for entry in folder.iterdir() if entry.name[0] != "."] if folder.is_dir() else []
    left = set(strangers) - set(known) - {f"{name}{tail}" for name in known for tail in ("-wal", "-shm")}
    if left:
        raise Refused("not-empty", f"{folder} 不是空目录（有 {min(left)} 等）", "请用 --home 指明一个新目录")


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise Refused(
            "bad-settings", f"{file} 不是有效的 TOML：{wrong}", "请改正这一行，或删去该文件用默认值"
        ) from wrong


def _checked(name: str, value: Any, where: str) -> Value:
    option = by_name().get(name)
    if option is None:
        raise Refused(
            "unknown-setting", f"{where} 中没有“{name}”这一设置", "用 gongkai settings 查看全部设置"
        )
    if type(value) is not type(option.default):
        kind = {str: "文字", int: "整数", bool: "true 或 false"}[type(option.default)]
        raise Refused("bad-setting", f"{where} 中“{name}”应为{kind}", f"例如 {name} = {option.default!r}")
    checked: Value = value
    return checked


def _parsed(option: Option, text: str) -> Value:
    if isinstance(option.default, bool):
        if text.lower() not in ("true", "false", "1", "0", "yes", "no"):
            raise Refused("bad-setting", f"环境变量 {option.variable} 应为 true 或 false", "请改正")
        return text.lower() in ("true", "1", "yes")
    if isinstance(option.default, int):
        if not text.isdecimal():
            raise Refused("bad-setting", f"环境变量 {option.variable} 应为整数", "请改正")
        return int(text)
    return text
