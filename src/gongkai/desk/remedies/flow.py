"""The flow of a remedy: answer, hearing, ruling, appeal, closing with what the office changed."""

from __future__ import annotations

from gongkai.desk.casework.flow import Flow, Move
from gongkai.desk.casework.handling import CLOSING_NEEDS, has_unit
from gongkai.desk.casework.rules import directs, handles
from gongkai.desk.casework.stages import Stage
from gongkai.desk.remedies.queries import visible_to

OPEN, CLOSED = frozenset({Stage.OPEN}), frozenset({Stage.CLOSED})

FLOW = Flow(
    Stage,
    moves=(
        Move("assign", OPEN, Stage.OPEN, "分派", may=directs),
        Move("reassign", OPEN, Stage.OPEN, "改派", may=directs, needs=(has_unit,)),
        Move("copy", OPEN, Stage.OPEN, "收到副本", may=handles, needs=(has_unit,)),
        Move("submit", OPEN, Stage.OPEN, "提交答复和证据", may=handles, needs=(has_unit,)),
        Move("hear", OPEN, Stage.OPEN, "开庭、听证", may=handles, needs=(has_unit,)),
        Move("rule", OPEN, Stage.OPEN, "收到裁判", may=handles, needs=(has_unit,)),
        Move("appeal", OPEN, Stage.OPEN, "上诉", may=handles, needs=(has_unit,)),
        Move("close", OPEN, Stage.CLOSED, "结案", may=handles, needs=CLOSING_NEEDS),
        Move("change", CLOSED, Stage.CLOSED, "登记因此作出的改变", may=handles),
        Move("reopen", CLOSED, Stage.OPEN, "重新办理", may=directs),
        Move("void", OPEN | CLOSED, Stage.VOIDED, "作废", may=directs),
    ),
    start=Stage.OPEN,
    gate=visible_to,
)
"""What may happen to a remedy."""
