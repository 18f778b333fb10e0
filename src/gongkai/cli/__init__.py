"""The command ``gongkai``: lazy subcommands, so that ``gongkai deadline`` never loads Django.

Every command: exit status 0 done, 1 findings or a failed check, 2 wrong use or bad input with one
clear line on standard error. ``--json`` prints one JSON document on standard output and nothing
else there; progress goes to standard error (FORMATS.md 1).
"""

from __future__ import annotations

from gongkai.cli.frame import LazyGroup, run

COMMANDS = {
    "annual-report": "gongkai.cli.annual_report:annual_report",
    "backup": "gongkai.cli.homes:backup",
    "bake": "gongkai.cli.bake:bake",
    "bench": "gongkai.cli.bench:bench",
    "canary": "gongkai.cli.canary:canary",
    "check-report": "gongkai.cli.checking:check_report",
    "clocks": "gongkai.cli.clocks:clocks",
    "deadline": "gongkai.cli.law:deadline",
    "demo": "gongkai.cli.demo:demo",
    "desk": "gongkai.cli.serving:desk",
    "exchange": "gongkai.cli.exchange:exchange",
    "export": "gongkai.cli.registers:export",
    "fee": "gongkai.cli.law:fee",
    "import": "gongkai.cli.registers:import_",
    "init": "gongkai.cli.homes:init",
    "keys": "gongkai.cli.homes:keys",
    "law": "gongkai.cli.law:law",
    "officers": "gongkai.cli.officers:officers",
    "portal": "gongkai.cli.serving:portal",
    "redact": "gongkai.cli.redacting:redact",
    "restore": "gongkai.cli.homes:restore",
    "screen": "gongkai.cli.screening:screen",
    "serve": "gongkai.cli.serving:serve",
    "settings": "gongkai.cli.homes:settings",
    "verify": "gongkai.cli.verify:verify",
    "witness": "gongkai.cli.witness:witness_",
    "worker": "gongkai.cli.serving:worker",
}
"""Name of a subcommand → ``module:attribute`` of its click command; imported when it is called."""

gongkai = LazyGroup(
    name="gongkai",
    commands_at=COMMANDS,
    help="公开：基层市场监管局政府信息公开工作的一套程序。",
    epilog="\b\n例：\n  gongkai demo                                    样例：一个局的一年\n"
    "  gongkai serve                                   内网工作台和门户\n"
    "  gongkai annual-report 2017 --ledgers 台账 --out 报告   台账进，报告出",
)


def main() -> None:
    """Entry point of the console script."""
    run(gongkai)
