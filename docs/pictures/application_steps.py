"""One application in a browser, step by step: the test of the walk and the handbook's pictures take the same.

Each step works on a page of the browser that is already somebody's: the applicant's, or an officer's.
"""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import Page

APPLICANT = {"name": "王小明", "phone": "13800001234", "address": "文化西路1号"}
"""Who applies, in the fields of the portal's form."""
PASSPORT = "E12345678"
SAYS = ("属于讨论、审议过程中形成的过程性信息", "所申请的名单尚在复核，未形成最终结论", "不涉及第三方")
"""What the letter of the answer says, one text for each content."""
OUTCOME = "deny.process"


def fill_in(page: Page, portal: str, text: str) -> str:
    """The applicant fills the form of the portal and sends it; gives the receipt code."""
    page.goto(f"{portal}/apply")
    page.check("[name=applicant][value='自然人']")
    for name, value in APPLICANT.items():
        page.fill(f"[name={name}]", value)
    page.check("[name=id_type][value='passport']")
    page.fill("[name=id]", PASSPORT)
    page.locator("button[value=next]:not(.sr-only)").click()
    page.fill("[name=text]", text)
    page.check("[name=form][value='electronic']")
    page.check("[name=way][value='portal']")
    page.locator("button[value=next]:not(.sr-only)").click()
    page.locator("button[value=send]:not(.sr-only)").click()
    page.wait_for_selector("p.code")
    return "-".join(page.locator("p.code span").all_inner_texts())


def act(page: Page, case: str, verb: str, **fields: str) -> None:
    """Open the form of an act on the page of the case, fill it and send it; lists by value or by label."""
    page.goto(f"{case}?do={verb}")
    form = page.locator(f"form[action$='/do/{verb}']")
    for name, value in fields.items():
        field = form.locator(f"[name={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    form.locator("button[type=submit]").click()
    page.wait_for_load_state()


def open_draft(page: Page, case: str, says: Sequence[str] = SAYS) -> None:
    """The draft of the answer, filled in."""
    page.goto(f"{case}decide?outcome={OUTCOME}")
    for at, words in enumerate(says):
        page.fill(f"[name=c{at}]", words)


def send_draft(page: Page) -> None:
    """The draft goes into the chain."""
    page.get_by_role("button", name="送审批").click()
    page.wait_for_load_state()


def agree(page: Page) -> None:
    """Whose step it is agrees, on the page of the chain."""
    page.check("[name=passed][value='1']")
    page.locator("#opinion button[type=submit]").click()
    page.wait_for_load_state()


def open_box(page: Page, portal: str, code: str) -> None:
    """The applicant opens the box with the code."""
    page.goto(f"{portal}/receipt")
    page.fill("[name=code]", code)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()
