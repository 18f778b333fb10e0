"""电子签章: what comes back from the service must be the letter itself with a signature behind it."""

import json
from datetime import date

import pytest

from gongkai.desk.casework import letters
from gongkai.desk.casework.models import Attachment, Event, Letter, SealUse
from gongkai.desk.foi import attachments, materials, stamping
from gongkai.desk.foi.tests.bureau import at
from gongkai.refusal import Refused

ON = date(2024, 2, 20)
SIGNATURE = b"9 0 obj <</Type /Sig /ByteRange [0 10 20 10]>> endobj\n%%EOF\n"


@pytest.fixture
def case(bureau):
    return bureau.register(date(2024, 2, 5))


@pytest.fixture
def letter(bureau, case):
    bureau.decide(case, "grant.full", ON)
    bureau.chain(case, ON)
    return Letter.objects.get(case=case, key="grant")


def who(bureau):
    return {"by": bureau.handler, "at": at(ON, hour=15)}


def seal(bureau, letter):
    use = letters.use_seal(letter, seal="依申请公开专用章", approved_by=bureau.leader, **who(bureau))
    return use, letters.pdf(letter, **who(bureau))


def refused(code, bureau, case, data, **more):
    with pytest.raises(Refused) as no:
        stamping.stamp(case, "a.pdf", data, **who(bureau) | more)
    assert no.value.code == code
    assert not Attachment.objects.filter(purpose="stamped").exists()


def test_a_letter_is_the_same_file_whenever_it_is_printed(bureau, letter):
    one = letters.pdf(letter, **who(bureau))
    assert one == letters.pdf(letter, by=bureau.handler, at=at(ON, hour=17))


def test_the_sealed_file_is_kept_and_given_out_from_then_on(bureau, case, letter):
    use, plain = seal(bureau, letter)
    assert stamping.paper(letter, **who(bureau)) == plain
    made = stamping.stamp(case, "sealed.pdf", plain + SIGNATURE, **who(bureau))
    use.refresh_from_db()
    assert use.stamped == made
    assert stamping.paper(letter, **who(bureau)) == plain + SIGNATURE
    assert attachments.contents(made)[0] == f"{letter.title} {letter.number}.pdf"
    event = Event.objects.get(type="letter-stamped")
    assert json.loads(bytes(event.body))["data"] == {"letter": letter.uid, "sha256": made.sha256}
    assert "stamped" in [one.file.purpose for one in materials.of(case)]


def test_what_is_not_this_letter_is_refused(bureau, case, letter):
    _, plain = seal(bureau, letter)
    refused("not-this-letter", bureau, case, plain)
    changed = plain.replace(b"\x80\x80\x80\x80", b"\x81\x80\x80\x80", 1)
    refused("not-this-letter", bureau, case, changed + SIGNATURE)
    refused("not-signed", bureau, case, plain + b"% nothing behind it\n%%EOF\n")


def test_the_seal_is_registered_first_and_each_letter_is_stamped_once(bureau, case, letter):
    plain = letters.pdf(letter, **who(bureau))
    refused("no-letter", bureau, case, plain + SIGNATURE)
    seal(bureau, letter)
    refused("not-allowed", bureau, case, plain + SIGNATURE, by=bureau.legal)
    stamping.stamp(case, "a.pdf", plain + SIGNATURE, **who(bureau))
    with pytest.raises(Refused) as no:
        stamping.stamp(case, "a.pdf", plain + SIGNATURE + b"x", **who(bureau))
    assert no.value.code == "no-letter"


def test_no_other_way_keeps_a_file_as_a_sealed_letter(bureau, case):
    with pytest.raises(Refused) as no:
        attachments.keep(case, "stamped", "a.pdf", b"%PDF-1.7 /ByteRange [", **who(bureau))
    assert no.value.code == "no-purpose"


def test_a_sealed_file_that_was_taken_away_leaves_the_plain_letter(bureau, case, letter):
    use, plain = seal(bureau, letter)
    stamping.stamp(case, "a.pdf", plain + SIGNATURE, **who(bureau))
    Attachment.objects.filter(purpose="stamped").delete()
    assert SealUse.objects.get(pk=use.pk).stamped is None
    assert stamping.paper(letter, **who(bureau)) == plain
