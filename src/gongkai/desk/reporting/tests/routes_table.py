"""Every address of the desk with what each duty gets: 200, 302, 403, 404 or 422."""

from gongkai.desk.agencies.models import Duty

DUTIES = tuple(Duty.Kind.values)
READERS = dict.fromkeys(DUTIES, 200) | {"keeper": 403}
MOVED = dict.fromkeys(DUTIES, 302) | {"keeper": 403}
WHOLE = {"office", "leader", "auditor", "operator"}
"""Duties that see every case."""
OF_THE_UNIT = dict.fromkeys(DUTIES, 200) | {"secrecy": 404, "keeper": 403}
ELSEWHERE = {kind: 200 if kind in WHOLE else 404 for kind in DUTIES} | {"keeper": 403}
NOWHERE = dict.fromkeys(DUTIES, 404) | {"keeper": 403}
SIGNS = dict.fromkeys(DUTIES, 403) | {"office": 422, "leader": 422}
"""A signature is refused (422) for those who may, because the small year of this test has errors."""
OPEN = dict.fromkeys(DUTIES, 200)
NOBODYS = dict.fromkeys(DUTIES, 404)
"""Background work of somebody else: its owner's tests stand in desk/jobs."""
WRITES = dict.fromkeys(DUTIES, 403) | dict.fromkeys(("clerk", "head", "office"), 200)
SEEN = dict.fromkeys(DUTIES, 200) | dict.fromkeys(("operator", "handler"), 404) | {"keeper": 403}
"""An item that is not public: its unit, and those who review, sign, lead and audit."""
SEEN_ELSEWHERE = SEEN | dict.fromkeys(("clerk", "head"), 404)
OPINION = SEEN | {"secrecy": 404}
"""What the public says of a draft: those who run the consultation, lead and audit."""
CASES = dict.fromkeys(DUTIES, 200) | {"secrecy": 403, "keeper": 403}
"""Duties that have complaints and reports."""
CASES_ELSEWHERE = CASES | dict.fromkeys(("clerk", "head", "handler"), 404)
WRITES_LETTERS = dict.fromkeys(DUTIES, 403) | dict.fromkeys(("clerk", "head", "handler"), 404)
"""Who handles a case writes its letters; here it calls for none of that name."""

FILES = CASES | {"operator": 403}
"""Duties that have to do with investigations, decisions and samples."""
NO_FILES = {"leader": 403, "auditor": 403}
ENDS = {kind: 404 if answer == 200 else answer for kind, answer in FILES.items()}

KEEPERS_OF_FILES = ("clerk", "head", "handler", "office", "operator", "leader")
KEEPS_FILE = dict.fromkeys(DUTIES, 403) | dict.fromkeys(KEEPERS_OF_FILES, 200) | {"secrecy": 404}
"""Who handles an application or directs it prints its file."""
DRAFTS_REPLY = dict.fromkeys(DUTIES, 403) | dict.fromkeys(("clerk", "head", "handler", "office"), 200)
"""Who handles an application; reviewers of secrecy see it only while its reply is in the chain."""
DRAFTS_REPLY |= {"secrecy": 404}

KEEPS_ACCOUNTS = ("keeper", "leader", "auditor")
"""Who administers accounts, and who confirms a reset."""


def for_some(status, *duties):
    """These duties get the status, all others 403."""
    return dict.fromkeys(DUTIES, 403) | dict.fromkeys(duties, status)


def of_cases(status, **others):
    """Who sees the case gets the status."""
    return {kind: status if answer == 200 else answer for kind, answer in CASES.items()} | others


FINDINGS = for_some(200, "clerk", "head", "handler", "secrecy", "office", "leader", "auditor")
"""Findings of inspections: the unit concerned, and those who enter, judge and audit."""
ENTERS_ACTIVITIES = for_some(200, "clerk", "head", "office", "leader")
FINDING_ELSEWHERE = FINDINGS | dict.fromkeys(("clerk", "head", "handler"), 404)
FINDING_CHANGES = for_some(422, "clerk", "head", "secrecy", "office", "leader")
FINDINGS_NOT_THERE = {kind: 404 if answer == 200 else answer for kind, answer in FINDINGS.items()}


def among_seen(status, *duties):
    """Who sees the item and holds one of the duties gets the status, who sees it only 403."""
    closed = {kind: 403 if answer == 200 else answer for kind, answer in SEEN.items()}
    return closed | dict.fromkeys(duties, status)


TABLE = [
    ("", "get", OPEN),
    ("items/", "get", READERS),
    ("items/new", "get", WRITES),
    ("items/preview", "post", WRITES),
    ("items/<slug:uid>/", "get", SEEN),
    ("items/<slug:uid>/", "get item of another unit", SEEN_ELSEWHERE),
    ("items/<slug:uid>/", "get item of another agency", NOWHERE),
    ("items/<slug:uid>/edit", "get", among_seen(200, "clerk", "head", "office")),
    ("items/<slug:uid>/edit", "post", among_seen(422, "clerk", "head", "office")),
    ("items/<slug:uid>/findings", "get", SEEN),
    ("items/<slug:uid>/findings", "post", among_seen(422, "clerk", "head", "office")),
    ("items/<slug:uid>/purge", "get", among_seen(200, "secrecy", "office", "leader")),
    ("items/<slug:uid>/purge", "post", among_seen(422, "secrecy", "office", "leader")),
    ("reading/", "get", for_some(200, "office", "secrecy")),
    ("reading/lists", "get", for_some(200, "office", "secrecy")),
    ("reading/<int:pk>/settle", "post", for_some(404, "office", "secrecy")),
    ("incidents/<int:pk>/", "get", NOBODYS | {"keeper": 403}),
    (
        "incidents/records/",
        "get",
        dict.fromkeys(DUTIES, 403) | dict.fromkeys(("secrecy", "office", "leader"), 200),
    ),
    ("incidents/", "get", dict.fromkeys(DUTIES, 403) | dict.fromkeys(("secrecy", "office", "leader"), 200)),
    ("exchange/", "get", for_some(200, "office", "leader", "auditor", "keeper")),
    ("exchange/keys", "get", for_some(200, "office", "leader", "auditor", "keeper")),
    ("exchange/rereleases/", "get", for_some(200, "office", "leader", "auditor", "keeper")),
    ("exchange/rereleases/", "post", for_some(422, "office", "leader")),
    ("exchange/rereleases/<slug:uid>/", "get", for_some(404, "office", "leader", "auditor", "keeper")),
    ("exchange/rereleases/<slug:uid>/", "post", for_some(404, "office", "leader")),
    ("exchange/parked", "get", for_some(200, "office", "leader", "auditor", "keeper")),
    ("exchange/parked", "post", for_some(404, "office", "keeper")),
    ("items/standing/", "get", READERS),
    ("items/standing/", "post", for_some(422, "clerk", "head", "office")),
    ("items/standing/<slug:uid>/review", "post", NOWHERE),
    ("consultations/", "get", READERS),
    ("consultations/", "post", for_some(422, "clerk", "head", "office")),
    ("consultations/<slug:uid>/", "get", NOWHERE),
    ("consultations/<slug:uid>/", "get consultation", SEEN),
    ("consultations/<slug:uid>/", "post consultation", among_seen(422, "clerk", "head", "office")),
    ("consultations/<slug:uid>/feedback", "post consultation", among_seen(302, "clerk", "head", "office")),
    ("consultations/<slug:uid>/opinions/<int:number>", "get consultation", OPINION),
    ("consultations/<slug:uid>/opinions/<int:number>/files/<int:pk>", "post consultation", NOWHERE),
    ("consultations/retention/", "get", for_some(200, "office", "leader", "auditor")),
    ("consultations/retention/", "post", for_some(422, "office")),
    ("consultations/retention/<int:pk>/longer", "get", for_some(404, "office")),
    ("consultations/retention/file", "post", for_some(302, "office")),
    ("consultations/retention/lists/<slug:uid>/", "get", for_some(404, "office", "leader", "auditor")),
    ("consultations/retention/lists/<slug:uid>/print", "get", for_some(404, "office", "leader", "auditor")),
    ("items/<slug:uid>/paper", "get", SEEN),
    ("items/<slug:uid>/paper", "get incomplete", NOWHERE),
    ("items/<slug:uid>/paper/sheet.pdf", "get", SEEN),
    ("items/<slug:uid>/paper/scans/<slug:digest>", "get", NOWHERE),
    ("items/<slug:uid>/relation", "post", among_seen(302, "clerk", "head", "office")),
    ("items/<slug:uid>/term", "get", SEEN),
    ("items/<slug:uid>/term", "post", among_seen(422, "clerk", "head", "office")),
    ("items/<slug:uid>/approve", "post", among_seen(403) | {"leader": 404}),
    ("items/<slug:uid>/approve/paper", "get", NOWHERE),
    ("items/<slug:uid>/approve/sheet.pdf", "get", NOWHERE),
    ("items/<slug:uid>/autosave", "post", among_seen(200, "clerk", "head", "office")),
    ("items/new/autosave", "post", WRITES),
    ("items/<slug:uid>/hand-in", "post incomplete", among_seen(422, "clerk", "head", "office")),
    ("items/<slug:uid>/review", "get", SEEN),
    ("items/<slug:uid>/review", "get incomplete", NOWHERE),
    ("items/<slug:uid>/review", "post", among_seen(422, "head", "leader")),
    ("items/<slug:uid>/recall", "post", among_seen(403)),
    ("items/<slug:uid>/withdraw", "get", among_seen(200, "office", "leader")),
    ("items/<slug:uid>/withdraw", "post", among_seen(422, "office", "leader")),
    ("items/<slug:uid>/files/<slug:digest>", "get", SEEN),
    ("items/<slug:uid>/files/<slug:digest>", "get incomplete", NOWHERE),
    ("jobs/", "get", OPEN),
    ("jobs/<slug:uid>/", "get", NOBODYS),
    ("jobs/<slug:uid>/result", "get", NOBODYS),
    ("jobs/<slug:uid>/cancel", "post", NOBODYS),
    ("jobs/<slug:uid>/pause", "post", NOBODYS),
    ("jobs/<slug:uid>/resume", "post", NOBODYS),
    ("jobs/<slug:uid>/again", "post", NOBODYS),
    ("jobs/<slug:uid>/seen", "post", NOBODYS),
    ("find", "get", READERS),
    ("ledgers/<slug:kind>/", "get publication", READERS),
    ("ledgers/<slug:kind>/", "get nonsense", NOWHERE),
    ("lists/<slug:name>/views", "post", MOVED),
    ("lists/<slug:name>/views/<int:pk>", "post", NOWHERE),
    ("lists/<slug:name>/export", "post", MOVED),
    ("outlets/", "get", READERS),
    ("outlets/items/<slug:uid>/", "get", SEEN),
    ("outlets/items/<slug:uid>/", "get item of another agency", NOWHERE),
    ("outlets/items/<slug:uid>/", "post", among_seen(422, "clerk", "head", "office")),
    ("outlets/items/<slug:uid>/make/<slug:made>", "get", SEEN),
    ("outlets/postings/<slug:posting>/", "get", SEEN),
    ("outlets/postings/<slug:posting>/", "post", among_seen(422, "clerk", "head", "office")),
    ("outlets/postings/<slug:posting>/proof", "get", NOWHERE),
    ("outlets/places/", "get", READERS),
    ("outlets/places/new", "get", for_some(200, "office")),
    ("outlets/places/<slug:place>/", "get", READERS),
    ("outlets/places/<slug:place>/", "post", for_some(422, "office")),
    ("outlets/places/<slug:place>/photos/<int:hanging>", "get", NOWHERE),
    ("outlets/columns/", "get", READERS),
    ("outlets/columns/new", "get", for_some(200, "office")),
    ("outlets/columns/<slug:duty>/", "get", READERS),
    ("outlets/columns/<slug:duty>/", "post", for_some(422, "office")),
    ("outlets/deliveries/", "get", READERS),
    ("outlets/deliveries/", "post", for_some(422, "office")),
    ("outlets/deliveries/<slug:delivery>/", "get", READERS),
    ("outlets/deliveries/<slug:delivery>/", "post", for_some(422, "office")),
    ("outlets/facts", "get", for_some(200, "office")),
    ("years/", "get", MOVED),
    ("report/", "get", MOVED),
    ("years/<int:year>/", "get", READERS),
    ("years/<int:year>/", "get 1999", NOWHERE),
    ("years/<int:year>/export", "get", READERS),
    ("years/<int:year>/figures/<path:key>/", "get", READERS),
    ("years/<int:year>/figures/<path:key>/", "get nonsense", NOWHERE),
    ("years/<int:year>/report/", "get", READERS),
    ("years/<int:year>/report/", "post", SIGNS),
    ("years/<int:year>/report/sections/<str:section>/", "get", for_some(200, "office", "leader")),
    ("years/<int:year>/report/sections/<str:section>/", "post", for_some(422, "office", "leader")),
    ("years/<int:year>/report/sections/<str:section>/", "get nonsense", NOWHERE),
    ("years/<int:year>/report/<str:name>", "get", READERS),
    ("years/<int:year>/report/<str:name>", "get nonsense", NOWHERE),
    ("records/<slug:kind>/<slug:identity>/", "get of the unit", OF_THE_UNIT),
    ("records/<slug:kind>/<slug:identity>/", "get of another unit", ELSEWHERE),
    ("records/<slug:kind>/<slug:identity>/", "get of another agency", NOWHERE),
    ("records/<slug:kind>/<slug:identity>/", "get item", READERS),
    ("records/<slug:kind>/<slug:identity>/", "get nonsense", NOWHERE),
    ("complaints/", "get", CASES),
    ("complaints/many", "post", of_cases(422)),
    ("complaints/many/<slug:uid>", "get nonsense", of_cases(404)),
    ("complaints/callbacks/", "get", for_some(200, "operator", "office")),
    ("complaints/shift/", "get", for_some(200, "operator", "office", "leader")),
    ("complaints/shift/hand-over", "post", for_some(302, "operator", "office")),
    ("complaints/shift/<int:pk>/take", "post", for_some(404, "operator", "office")),
    ("complaints/roster", "post", for_some(302, "office", "leader")),
    ("statistics/", "get", CASES),
    ("statistics/records", "get", of_cases(404)),
    ("statistics/export", "get", CASES),
    ("statistics/analysis", "post", for_some(422, "office", "leader")),
    ("statistics/open", "get", for_some(200, "office", "leader")),
    ("statistics/open", "post", for_some(422, "office", "leader")),
    ("statistics/open/threshold", "post", for_some(422, "office", "leader")),
    ("complaints/ledger/", "get", CASES),
    ("complaints/reconcile/", "get", for_some(200, "operator", "office", "leader")),
    ("complaints/reconcile/", "post", for_some(422, "operator", "office", "leader")),
    ("complaints/directory/", "get", CASES),
    ("complaints/directory/", "post", for_some(422, "office")),
    ("complaints/directory/publish", "post", for_some(302, "office")),
    ("complaints/directory/<slug:uid>/end", "post", for_some(404, "office")),
    ("complaints/imports/", "get", for_some(200, "operator", "office", "leader")),
    ("complaints/imports/", "post", for_some(422, "office", "leader") | {"operator": 403}),
    ("complaints/imports/<slug:uid>/rejected", "get", for_some(404, "operator", "office", "leader")),
    ("complaints/imports/<slug:uid>/seen", "post", for_some(404, "operator", "office", "leader")),
    ("complaints/retention/", "get", for_some(200, "office", "leader", "auditor")),
    ("complaints/retention/", "post", for_some(422, "office")),
    ("complaints/retention/<int:pk>/longer", "get", for_some(404, "office")),
    ("complaints/retention/file", "post", for_some(302, "office")),
    ("complaints/retention/lists/<slug:uid>/", "get", for_some(404, "office", "leader", "auditor")),
    ("complaints/retention/lists/<slug:uid>/print", "get", for_some(404, "office", "leader", "auditor")),
    ("complaints/<slug:uid>/", "get case", CASES),
    ("complaints/<slug:uid>/", "get case of another unit", CASES_ELSEWHERE),
    ("complaints/<slug:uid>/", "get nonsense", of_cases(404)),
    ("complaints/<slug:uid>/do/<slug:verb>", "post case", of_cases(422)),
    ("complaints/<slug:uid>/copy", "get case", CASES),
    ("complaints/<slug:uid>/copy", "get case of another unit", CASES_ELSEWHERE),
    ("complaints/<slug:uid>/copy", "post case", of_cases(422, leader=403, auditor=403)),
    ("complaints/<slug:uid>/look", "post case", of_cases(422, leader=403, auditor=403)),
    ("complaints/<slug:uid>/files/<int:pk>", "post case", of_cases(404)),
    ("complaints/<slug:uid>/judge", "post case", of_cases(404)),
    ("complaints/<slug:uid>/and/<slug:other>", "get case", of_cases(404)),
    ("complaints/<slug:uid>/and/<slug:other>", "post case", of_cases(404)),
    ("complaints/<slug:uid>/letters", "get case", CASES),
    ("complaints/<slug:uid>/letters", "get case of another unit", CASES_ELSEWHERE),
    ("complaints/<slug:uid>/letters/write", "get case", WRITES_LETTERS),
    ("complaints/<slug:uid>/letters/<slug:letter>", "get case", of_cases(404)),
    ("complaints/<slug:uid>/letters/<slug:letter>/<slug:verb>", "post case", of_cases(404)),
    ("complaints/<slug:uid>/attach", "post case", of_cases(422, auditor=403)),
    ("complaints/<slug:uid>/court-file", "get case", of_cases(200, leader=403, auditor=403)),
    ("complaints/<slug:uid>/archive", "post case", of_cases(422, leader=403, auditor=403)),
    ("complaints/<slug:uid>/openings", "post case", of_cases(422)),
    ("complaints/<slug:uid>/openings/<int:pk>/approve", "post case", of_cases(404)),
    ("complaints/<slug:uid>/openings/<int:pk>/open", "post case", of_cases(404)),
    ("requests/", "get", READERS),
    ("requests/new", "get", for_some(200, "operator", "office")),
    ("requests/new", "post", for_some(422, "operator", "office")),
    ("requests/ledger", "get", READERS),
    ("requests/late", "get", READERS),
    ("requests/mail/", "get", for_some(200, "operator", "office")),
    ("requests/mail/<int:pk>", "post", for_some(404, "operator", "office")),
    ("requests/templates", "get", for_some(200, "operator", "office")),
    ("requests/often/", "get", READERS),
    ("requests/retention/", "get", for_some(200, "office", "leader", "auditor")),
    ("requests/retention/", "post", for_some(422, "office")),
    ("requests/retention/<int:pk>/longer", "get", for_some(404, "office")),
    ("requests/retention/file", "post", for_some(302, "office")),
    ("requests/retention/lists/<slug:uid>/", "get", for_some(404, "office", "leader", "auditor")),
    ("requests/retention/lists/<slug:uid>/print", "get", for_some(404, "office", "leader", "auditor")),
    ("requests/<slug:uid>/files", "get request", OF_THE_UNIT),
    ("requests/<slug:uid>/files/<int:pk>", "get request", NOWHERE),
    ("requests/<slug:uid>/copies/<int:pk>", "get request", NOWHERE),
    ("requests/<slug:uid>/paper", "get request", NOWHERE),
    ("requests/<slug:uid>/publish", "get request", KEEPS_FILE),
    ("requests/<slug:uid>/", "get request", OF_THE_UNIT),
    ("requests/<slug:uid>/", "get request of another unit", ELSEWHERE),
    ("requests/<slug:uid>/", "get case", NOWHERE),
    ("requests/<slug:uid>/do/<slug:verb>", "post request", NOWHERE),
    ("requests/<slug:uid>/look", "post request", NOWHERE),
    ("requests/<slug:uid>/decide", "get request", DRAFTS_REPLY),
    ("requests/<slug:uid>/reply", "get request", NOWHERE),
    ("requests/<slug:uid>/sheet", "get request", NOWHERE),
    ("requests/<slug:uid>/letters/<slug:letter>", "get request", NOWHERE),
    ("requests/<slug:uid>/court-file", "get request", KEEPS_FILE),
    ("requests/<slug:uid>/archive", "post request", KEEPS_FILE | dict.fromkeys(KEEPERS_OF_FILES, 422)),
    ("signals/", "get", for_some(200, "operator", "office", "leader", "auditor")),
    ("signals/excuse", "post", for_some(404, "operator", "office", "leader")),
    ("signals/<int:year>/<int:number>/", "get", for_some(404, "operator", "office", "leader", "auditor")),
    ("signals/<int:year>/<int:number>/judge", "post", for_some(404, "operator", "office", "leader")),
    ("remedies/", "get", READERS),
    ("remedies/new", "get", for_some(200, "operator", "office")),
    ("remedies/<slug:uid>/", "get request", NOWHERE),
    ("remedies/<slug:uid>/do/<slug:verb>", "post request", NOWHERE),
    ("intake", "get", for_some(200, "operator", "office")),
    ("intake", "post", for_some(422, "operator", "office")),
    ("intake/side", "post", for_some(200, "operator", "office")),
    ("intake/keep", "post", for_some(302, "operator", "office")),
    ("intake/discard", "post", for_some(302, "operator", "office")),
    ("enforcement/", "get", FILES),
    ("enforcement/", "post", FILES | dict.fromkeys(("clerk", "head", "handler", "office"), 422) | NO_FILES),
    ("enforcement/investigations/<slug:uid>/", "get nonsense", ENDS),
    ("enforcement/investigations/<slug:uid>/end", "post nonsense", ENDS),
    ("enforcement/penalties/", "get", FILES),
    ("enforcement/penalties/<slug:uid>/", "get nonsense", ENDS),
    ("enforcement/penalties/<slug:uid>/push", "get nonsense", ENDS),
    ("enforcement/penalties/<slug:uid>/revoke", "get nonsense", ENDS),
    ("enforcement/samples/", "get", FILES),
    ("enforcement/samples/batch", "get", ENDS),
    ("enforcement/samples/tie", "post", ENDS | NO_FILES),
    ("enforcement/samples/files/", "get", FILES | NO_FILES),
    ("enforcement/samples/files/template", "get", FILES | NO_FILES),
    ("enforcement/samples/files/<slug:uid>/", "get nonsense", ENDS | NO_FILES),
    ("enforcement/samples/files/<slug:uid>/rejected", "get nonsense", ENDS | NO_FILES),
    ("healthz", "get", OPEN),
    ("login", "get", dict.fromkeys(DUTIES, 302)),
    ("logout", "post", dict.fromkeys(DUTIES, 302)),
    ("login/code", "get", dict.fromkeys(DUTIES, 302)),
    ("login/recover", "get", dict.fromkeys(DUTIES, 302)),
    ("account/", "get", OPEN),
    ("account/password", "get", OPEN),
    ("account/password", "post", dict.fromkeys(DUTIES, 422)),
    ("account/sessions/end", "post", dict.fromkeys(DUTIES, 302)),
    ("account/confirm", "get", OPEN),
    ("account/confirm/code", "get", dict.fromkeys(DUTIES, 302)),
    ("account/confirm/key", "get", dict.fromkeys(DUTIES, 302)),
    ("account/app", "get", OPEN),
    ("account/app/remove", "post", NOBODYS),
    ("account/codes", "get", NOBODYS),
    ("account/codes/new", "post", NOBODYS),
    ("account/keys/new", "get", OPEN),
    ("account/keys/<int:pk>/remove", "post", NOBODYS),
    ("officers/", "get", for_some(200, *KEEPS_ACCOUNTS)),
    ("officers/new", "get", for_some(200, "keeper")),
    ("officers/new", "post", for_some(422, "keeper")),
    ("officers/<slug:uid>/", "get nonsense", for_some(404, *KEEPS_ACCOUNTS)),
    ("officers/<slug:uid>/do/<slug:verb>", "post nonsense", for_some(404, *KEEPS_ACCOUNTS)),
    ("officers/resets/<slug:uid>/confirm", "post nonsense", for_some(404, *KEEPS_ACCOUNTS)),
    ("officers/resets/<slug:uid>/cancel", "post nonsense", for_some(404, *KEEPS_ACCOUNTS)),
    ("units/", "get", for_some(200, *KEEPS_ACCOUNTS)),
    ("units/", "post", for_some(403, *KEEPS_ACCOUNTS) | {"keeper": 422}),
    ("units/<slug:uid>/", "get nonsense", for_some(404, *KEEPS_ACCOUNTS)),
    ("inspections/", "get", FINDINGS),
    ("inspections/new", "get", for_some(200, "head", "secrecy", "office", "leader")),
    ("inspections/new", "post", for_some(422, "head", "secrecy", "office", "leader")),
    ("inspections/<slug:finding>/", "get", FINDINGS),
    ("inspections/<slug:finding>/", "get finding of another unit", FINDING_ELSEWHERE),
    ("inspections/<slug:finding>/mend", "post", for_some(422, "clerk", "head", "office")),
    ("inspections/<slug:finding>/judge", "post", for_some(422, "secrecy", "office", "leader")),
    ("inspections/<slug:finding>/extend", "post", FINDING_CHANGES),
    ("inspections/<slug:finding>/hand-over", "post", FINDING_CHANGES),
    ("inspections/<slug:finding>/decide", "post", for_some(422, "secrecy", "office", "leader")),
    ("inspections/<slug:finding>/void", "post", for_some(422, "secrecy", "office", "leader")),
    ("inspections/<slug:finding>/scans/<int:number>", "get", FINDINGS_NOT_THERE),
    ("signed/<slug:kind>/<slug:name>/", "get", NOWHERE),
    ("signed/<slug:kind>/<slug:name>/", "post", NOWHERE),
    ("signed/<slug:kind>/<slug:name>/sheet.pdf", "get", NOWHERE),
    ("signed/<slug:kind>/<slug:name>/scans/<slug:uid>", "get", NOWHERE),
    ("plan/", "get", READERS),
    ("plan/new", "get", for_some(200, "office", "leader")),
    ("plan/new", "post", for_some(422, "office", "leader")),
    ("plan/<slug:task>/", "get", READERS),
    ("plan/<slug:task>/", "post", for_some(422, "clerk", "head", "office", "leader")),
    ("activities/", "get", READERS),
    ("activities/new", "get", ENTERS_ACTIVITIES),
    ("activities/new", "post", for_some(422, "clerk", "head", "office", "leader")),
    ("activities/<slug:activity>/", "get", READERS),
    ("activities/<slug:activity>/", "post", for_some(422, "office", "leader")),
    ("face/", "get", for_some(200, *KEEPS_ACCOUNTS)),
]
