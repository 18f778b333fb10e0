"""The columns of ``complaints.csv`` and their places in a row."""

COLUMNS = (
    *("登记编号", "来源渠道", "登记时间", "诉求类型", "诉求人", "联系电话", "是否匿名", "被诉主体"),
    *("统一社会信用代码", "主体地址", "商品服务类别", "诉求内容", "涉及金额", "承办单位"),
    *("受理决定", "受理时间", "不予受理原因", "办结时间", "办理结果", "答复内容", "答复时间", "满意度"),
    *("关联编号", "来源单号", "转办单位", "转办时间", "签收时间", "要求反馈时限", "延期", "退单", "重办"),
    *("回访结果", "受理途径", "录音编号", "条线", "备注"),
)
NUMBER, CHANNEL, AT, KIND, CALLER, PHONE, NAMELESS, FIRM = range(8)
CODE, ADDRESS, GOODS, TEXT, AMOUNT, UNIT, DECISION, ACCEPTED = range(8, 16)
GROUND, CLOSED, RESULT, ANSWER, ANSWERED, RATING, ABOUT = range(16, 23)
SOURCE, SENDER, SENT, SIGNED, LIMIT, LONGER, RETURNED, REDONE, CALLED_BACK = range(23, 32)
WAY, TAPE, LINE, NOTE = range(32, 36)

Cells = list[str]
"""A row: one string for each of :data:`COLUMNS`."""
