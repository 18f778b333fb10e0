"""The one way in: once, in order, whole or not at all, and only what the desk signed."""

import pytest
from cryptography.exceptions import UnsupportedAlgorithm

from gongkai.portal import publishing
from gongkai.portal.models import DoorAck, DoorBlob, DoorIn, IntakeKey, Page, Published, StalePage
from gongkai.portal.publishing import blobs
from gongkai.portal.tests.desk import AGENCY, ANSWER, DOOR, NOW, TRUST, meta
from gongkai.refusal import Refused
from gongkai.sealing import hpke, messages
from gongkai.sealing.canon import b64u, canon, digest, parse
from gongkai.sealing.key import kid

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
INDEX = "37100017-8/2017-00113"


def refusal(call, *args, **more):
    with pytest.raises(Refused) as refused:
        call(*args, **more)
    return refused.value.code


def test_a_release_becomes_a_page_its_json_and_a_row(desk):
    content = desk.publish(INDEX, "2017年中秋月饼专项监督抽检信息")
    row = Published.objects.get(index=INDEX)
    assert (row.title, row.column, row.log_index) == (content["title"], "sampling", 0)
    assert bytes(row.content) == canon(content) and row.content_digest == digest(content)
    assert {page.path for page in Page.objects.filter(owner=INDEX)} == {f"/gk/{INDEX}", f"/gk/{INDEX}.json"}


def test_a_message_that_comes_twice_does_nothing_the_second_time(desk):
    desk.publish(INDEX, "一")
    before = (Published.objects.get().pk, Page.objects.get(path=f"/gk/{INDEX}").pk)
    again = desk.deliver()
    assert not again.new and again.seq == 1
    assert before == (Published.objects.get().pk, Page.objects.get(path=f"/gk/{INDEX}").pk)
    assert DoorIn.objects.count() == 1


def test_the_same_number_with_another_message_is_a_fork(desk):
    desk.publish(INDEX, "一")
    desk.seq, desk.prev, desk.released = 0, None, {}
    desk.release(desk.content(INDEX, "二"))
    assert refusal(desk.deliver) == "E_FORK"
    assert Published.objects.get().title == "一"


def test_a_missing_message_is_a_gap_and_nothing_is_written(desk):
    desk.release(desk.content(INDEX, "一"))
    desk.release(desk.content("X/2017-00002", "二"))
    assert refusal(desk.deliver) == "E_GAP"
    assert Published.objects.count() == Page.objects.count() == 0


@pytest.mark.parametrize("key", [ANSWER])
def test_a_note_of_another_key_opens_no_door(desk, key):
    data = desk.release(desk.content(INDEX, "一"))
    assert refusal(desk.deliver, data, messages.sign(key, data)) == "E_SIGNATURE"
    assert Page.objects.count() == 0


def test_an_edited_message_is_refused_whatever_its_note_says(desk):
    data = desk.release(desk.content(INDEX, "一"))
    edited = data.replace("一".encode(), "二".encode())
    assert refusal(desk.deliver, edited, messages.sign(DOOR, data)) == "E_SIGNATURE"


def test_content_that_is_not_the_released_one_is_refused_even_when_signed(desk):
    data = desk.release(desk.content(INDEX, "一"))
    message = parse(data)
    message["body"]["content"]["title"] = "二"
    assert refusal(desk.deliver, canon(message)) == "E_DIGEST"


def test_a_file_that_is_missing_or_changed_stops_the_whole_message(desk):
    file = desk.file("附件1.pdf", b"%PDF-1.7 one")
    desk.release(desk.content(INDEX, "一", files=[file]))
    lying = blobs.place(desk.files, file["sha256"])
    lying.write_bytes(b"%PDF-1.7 two")
    assert refusal(desk.deliver) == "E_BLOB"
    lying.unlink()
    assert refusal(desk.deliver) == "E_BLOB"
    assert Published.objects.count() == Page.objects.count() == DoorAck.objects.filter(seq__gt=0).count() == 0
    blobs.store(b"%PDF-1.7 one", desk.files)
    assert desk.deliver().new


def test_a_file_that_came_through_the_database_is_put_into_the_folder(desk):
    data = b"%PDF-1.7 through the door"
    file = desk.file("附件.pdf", data)
    blobs.place(desk.files, file["sha256"]).unlink()
    DoorBlob.objects.create(sha256=file["sha256"], size=file["size"], data=data)
    desk.release(desk.content(INDEX, "一", files=[file]))
    assert desk.deliver().new
    assert blobs.place(desk.files, file["sha256"]).read_bytes() == data
    assert DoorBlob.objects.get().data is None


def test_a_picture_that_did_not_come_along_is_refused(desk):
    from_elsewhere = ({"b": "img", "name": "7" * 64, "alt": "宣传活动现场"},)
    content = desk.content(INDEX, "一", body=())
    content["body"] = list(from_elsewhere)
    desk.release(content)
    assert refusal(desk.deliver) in {"E_BLOB", "bad-json"}


@pytest.mark.parametrize(
    "change",
    [
        {"column": {"key": "../x", "name": "抽检"}},
        {"column": None},
        {"published": "2017-02-30"},
        {"published": None},
        {"validity": "也许"},
        {"kind": "annual-report", "year": None},
        {"year": "2017"},
        {"period": {"from": "2017-12-31", "to": "2017-01-01"}},
        {"figures": [{"key": 1}]},
    ],
)
def test_a_public_fact_that_does_not_fit_is_named(desk, change):
    desk.release(desk.content(INDEX, "一", meta=meta() | {"published": "2017-09-22"}))
    message = parse(desk.sent[-1][0])
    message["body"]["content"]["meta"] |= change
    message["body"]["release"]["content"] = digest(message["body"]["content"])
    assert refusal(desk.deliver, canon(message)) == "E_META"


@pytest.mark.parametrize("index", ["a//b", "../x", "a/./b", "x.json", "x.tlog-proof"])
def test_an_index_number_that_leads_elsewhere_is_no_address(desk, index):
    desk.release(desk.content(index, "一"))
    assert refusal(desk.deliver) == "E_INDEX"


def test_a_correction_takes_the_place_of_what_it_replaces(desk):
    desk.publish(INDEX, "有误的标题")
    desk.publish(INDEX, "更正后的标题")
    assert Published.objects.get().title == "更正后的标题"
    assert "有误的标题" not in bytes(Page.objects.get(path=f"/gk/{INDEX}").raw).decode()


def test_a_release_that_skips_one_is_refused(desk):
    desk.publish(INDEX, "一")
    desk.released[INDEX] = desk.released[INDEX] | {"no": 7}
    desk.release(desk.content(INDEX, "二"))
    assert refusal(desk.deliver) == "E_ORDER"


def test_applied_messages_leave_no_copy_of_their_text(desk):
    desk.publish(INDEX, "一")
    row = DoorIn.objects.get()
    assert (bytes(row.body), row.note) == (b"", "")


def test_the_inbox_is_applied_in_order(desk):
    for number in range(3):
        desk.release(desk.content(f"X/2017-0000{number}", "标题"))
    for seq, (data, note) in reversed(list(enumerate(desk.sent, 1))):
        DoorIn.objects.create(
            agency=AGENCY, epoch=1, seq=seq, kind="release", body=data, note=note, digest=digest(parse(data))
        )
    done = publishing.drain(trust=TRUST, now=NOW, files=desk.files)
    assert [one.seq for one in done] == [1, 2, 3]
    assert publishing.place(AGENCY).applied == 3
    assert publishing.drain(trust=TRUST, now=NOW, files=desk.files) == []


def test_an_announcement_that_would_leave_nobody_to_believe_is_refused(desk):
    desk.message("keys", {"door": [], "answer": [], "log": [], "intake": []})
    assert refusal(desk.deliver) == "E_KEYS"


def test_a_key_to_which_this_machine_cannot_seal_is_not_taken(desk, monkeypatch):
    def unsupported(_):
        raise UnsupportedAlgorithm("ML-KEM-768")

    public = hpke.Opener(bytes(32), hpke.X2).public
    hpke._recipient.cache_clear()
    monkeypatch.setattr(hpke.MLKEM768PublicKey, "from_public_bytes", unsupported)
    intake = {"kid": kid(public), "suite": hpke.X2, "public": b64u(public), "not_after": None}
    pinned = {use: [key.vkey for key in getattr(TRUST, use)] for use in ("door", "answer", "log")}
    desk.message("keys", {**pinned, "intake": [intake]})
    assert refusal(desk.deliver) == "E_SUITE" and not IntakeKey.objects.exists()


def test_an_item_costs_no_rendering_of_the_pages_that_list_it(desk):
    for number in range(5):
        desk.publish(f"X/2017-0000{number}", f"标题{number}")
    assert not Page.objects.filter(path="/").exists()
    assert StalePage.objects.filter(path="/").count() == 1
    publishing.refresh(NOW)
    front = bytes(Page.objects.get(path="/").raw).decode()
    assert "标题4" in front
    assert StalePage.objects.count() == 0
