"""更正登记: what was taken down wrongly of the person or the respondent, put right in the open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework import rules as casework
from gongkai.desk.casework.flow import Act, lock
from gongkai.desk.casework.masking import mask
from gongkai.desk.casework.models import Case, Correction, Party
from gongkai.desk.casework.personal import keep_person, open_person
from gongkai.desk.casework.stages import Stage
from gongkai.desk.complaints import rules
from gongkai.desk.complaints.acting import LONGEST_REASON, doing
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.models import Matter
from gongkai.desk.complaints.queries import visible_to


@dataclass(frozen=True, slots=True)
class Corrected:
    """What it should have said, by the names of :data:`PERSON` and :data:`SHOP`; what is empty stays."""

    person: Mapping[str, str] = field(default_factory=dict, repr=False)
    shop: Mapping[str, str] = field(default_factory=dict)


def sibling_of(case: Case, by: Officer, day: date) -> Case | None:
    """The other case of the registration 同一登记的另一件 whose person ``by`` may put right as well.

    None where there is none, where its person is kept secret, or where somebody else works on it.
    """
    others = visible_to(by, day).filter(registration=case.registration_id).exclude(pk=case.pk)
    found = others.select_related("registration").exclude(stage=Stage.VOIDED).first()
    if found is None or standing(found).is_secret or not rules.works(by, found, day):
        return None
    return found


def correct(
    case: Case,
    said: Corrected,
    *,
    by: Officer,
    approved_by: Officer,
    reason: str,
    at: datetime,
    also: Case | None = None,
) -> Correction:
    """Put right what was taken down wrongly: a correction with reason and approver, of closed cases too.

    The person is opened (a look in the chain) and sealed anew; a number that is another's does not stay. Who
    was anonymous and now has a name is no longer so. The respondent is that of all cases of the registration;
    the person of the other case (``also``) is put right only where somebody said so, with its own event.
    Raises Refused: ``four-eyes``, ``not-allowed``, ``no-reason``, ``too-long``, ``unchanged``, ``not-found``
    for an ``also`` that is not :func:`sibling_of`, ``two-persons`` for a person kept secret.
    """
    with doing(case, "correct", by=by, at=at) as act:
        casework.demand_four_eyes(act.case.registration, by, approved_by, act.day)
        act.require(bool(reason.strip()), "更正须写明理由", "请写明怎样登记错的", "no-reason")
        act.require(len(reason) <= LONGEST_REASON, f"理由超过 {LONGEST_REASON} 字", "请精简", "too-long")
        shop = _shop(act, {name: value.strip() for name, value in said.shop.items() if value.strip()})
        person = {name: value.strip() for name, value in said.person.items() if value.strip()}
        changed, commits = _person(act, person) if person else ([], {})
        act.require(bool(shop or changed), "没有改动", "只填写要更正的", "unchanged")
        made = Correction.objects.create(
            registration=act.case.registration,
            kind=Correction.Kind.ENTRY,
            on=act.day,
            reason=mask(reason.strip())[:LONGEST_REASON],
            by=by,
            approved_by=approved_by,
        )
        data = {"columns": [*changed, *shop], "approved_by": approved_by.uid}
        act.record("corrected", data=data, commits=commits)
        if also is not None:
            _correct_also(also, person, act, approved_by)
    return made


def _correct_also(other: Case, person: Mapping[str, str], act: Act, approved_by: Officer) -> None:
    """The same person in the other case; one that says so already stays as it is."""
    mine = sibling_of(act.case, act.by, act.day)
    fits = mine is not None and mine.pk == other.pk
    act.require(fits, "另一件不能由您一并更正", "请在那一件上更正", "not-found")
    there = Act(lock(other), act.move, act.by, act.at)
    changed, commits = _person(there, person) if person else ([], {})
    if changed:
        data = {"columns": changed, "approved_by": approved_by.uid, "with": act.case.uid}
        there.record("corrected", data=data, commits=commits)


def _shop(act: Act, given: Mapping[str, str]) -> list[str]:
    matter = Matter.objects.select_for_update().get(registration=act.case.registration_id)
    wanted = {name: value.upper() if name == "credit_code" else value for name, value in given.items()}
    changed = [name for name, value in wanted.items() if getattr(matter, name) != value]
    for name in changed:
        setattr(matter, name, wanted[name])
    if changed:
        matter.save(update_fields=changed)
    return changed


def _person(act: Act, given: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
    """What changed of the person, and the commitment to what is sealed now."""
    act.require(
        not standing(act.case).is_secret,
        "当事人要求保密，不能由一人更正",
        "请由两人共同开启核对；确须更正的，作废后重新登记",
        "two-persons",
    )
    party = Party.objects.filter(case=act.case, role=Party.Role.PETITIONER).first()
    known: dict[str, str] = {}
    if party is not None:
        party.case = act.case
        opened = open_person(party, by=act.by, reason="verify", at=act.at)
        known = {name: value for name, value in opened.items() if isinstance(value, str)}
    changed = [name for name, value in given.items() if known.get(name) != value]
    if not changed:
        return [], {}
    is_anonymous = party.is_anonymous if party is not None else False
    _, commitment = keep_person(
        act.case,
        Party.Role.PETITIONER,
        {**known, **given},
        kind=party.kind if party is not None else "",
        is_anonymous=is_anonymous and "name" not in given,
    )
    return changed, {"person": commitment} if commitment else {}
