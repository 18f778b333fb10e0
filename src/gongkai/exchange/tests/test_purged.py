"""What 涉密误入处置 took away is no fault of the chains: ``gongkai verify`` still passes."""

from __future__ import annotations

from gongkai.desk.disclosure.tests.bureau import LATER, Bureau
from gongkai.desk.disclosure.verbs import purge
from gongkai.exchange import verifying


def test_a_purged_submission_still_verifies(bureau: Bureau) -> None:
    purge(bureau.cleared(attachment=True).item, bureau.officers["secrecy"], LATER)
    assert verifying.verify_submissions().faults == [] and verifying.verify_clearances().faults == []
