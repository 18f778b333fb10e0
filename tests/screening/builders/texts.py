"""TXT, CSV, HTML: encodings and what a browser does not show."""

from builders.case import BANK, ID18, MOBILE, USCC, Case

PLAIN = "经查，当事人未按规定明码标价，现责令改正。\n本次检查共发现问题三处，均已整改。\n"
PHONE = f"投诉人电话{MOBILE}，请回复。\n"
ROWS = f"决定书文号,统一社会信用代码,身份证号\r\n威高市监罚〔2017〕12号,{USCC},{ID18}\r\n"


def text(content, encoding="utf-8"):
    return lambda: content.encode(encoding)


def page(body, head=""):
    """An HTML page."""
    shell = (
        '<!DOCTYPE html>\n<html lang="zh"><head><meta charset="utf-8">'
        f"<title>通知</title>{head}</head><body><p>请各单位按期报送。</p>{body}</body></html>"
    )
    return lambda: shell.encode()


CODED = "".join(f"&#{ord(c)};" for c in MOBILE)

CASES = (
    Case("txt-clean.txt", text(PLAIN), verdict="clean"),
    Case("txt-utf8.txt", text(PHONE), {"mobile": "r"}, "review"),
    Case("txt-bom.txt", text(PHONE, "utf-8-sig"), {"mobile": "r"}),
    Case("txt-gb18030.txt", text(f"机密★20年\n{PLAIN}", "gb18030"), {"secret_mark": "b"}, "block"),
    Case("txt-utf16.txt", text(f"身份证号{ID18}\n{PLAIN}", "utf-16"), {"id18": "r"}),
    Case("txt-rare-gb18030.txt", text(f"投诉人：赵堃祎㛃，账号{BANK}", "gb18030"), {"bank": "r"}),
    Case(
        "txt-zero-width.txt",
        text("电话138\u200b1234\u200d5678，秘\u200b密★5年"),
        {"mobile": "r", "secret_mark": "b"},
        "block",
    ),
    Case("csv-clean.csv", text(f"文号,代码\n威高市监罚〔2017〕12号,{USCC}\n"), {"uscc": "k"}, "clean"),
    Case("csv-gbk.csv", text(ROWS, "gb18030"), {"id18": "r", "uscc": "k"}),
    Case("csv-apostrophe.csv", text(f"姓名,卡号\n甲,'{BANK}\n"), {"bank": "r"}),
    Case("csv-quoted-break.csv", text(f'文号,说明\n1,"手机号\n{MOBILE}"\n'), {"mobile": "r"}),
    Case("html-clean.html", page(""), verdict="clean"),
    Case("html-text.html", page(f"<p>身份证号<b>{ID18[:6]}</b>{ID18[6:]}</p>"), {"id18": "r"}),
    Case("html-coded.html", page(f"<p>电话{CODED}</p>"), {"mobile": "r"}),
    Case("html-comment.html", page(f"<!-- 联系{MOBILE} -->"), {"comment": "n", "mobile": "r"}),
    Case(
        "html-display-none.html",
        page(f'<div style="display:none">账号{BANK}</div>'),
        {"hidden_text": "n", "bank": "r"},
    ),
    Case("html-hidden.html", page(f"<p hidden>身份证{ID18}</p>"), {"hidden_text": "n", "id18": "r"}),
    Case(
        "html-invisible.html",
        page(f'<span style="visibility: hidden">电话{MOBILE}</span>'),
        {"hidden_text": "n", "mobile": "r"},
    ),
    Case(
        "html-class-none.html",
        page(f'<p class="x">电话{MOBILE}</p>', "<style>.x{display:none}</style>"),
        {"mobile": "r"},
    ),
    Case(
        "html-alt-path.html",
        page('<img src="a.png" alt="C:\\Users\\liuxiaoming\\照片.jpg">'),
        {"metadata": "n"},
    ),
    Case("html-author.html", page("", '<meta name="author" content="刘晓明">'), {"metadata": "nk"}),
    Case("html-input.html", page(f'<input type="hidden" value="{ID18}">'), {"id18": "r"}),
    Case("html-mailto.html", page('<a href="mailto:zhangsan@example.com">来信</a>'), {"email": "r"}),
    Case("html-mark.html", page("<p>机密<span>★</span>20年</p>"), {"secret_mark": "b"}, "block"),
    Case("html-script.html", page("<script>alert(1)</script>"), refused=True),
    Case("html-onclick.html", page('<p onclick="alert(1)">点</p>'), refused=True),
    Case("html-javascript-link.html", page('<a href="javascript:alert(1)">点</a>'), refused=True),
    Case("html-svg-script.html", page("<svg><script>alert(1)</script></svg>"), refused=True),
)
