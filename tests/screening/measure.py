"""Measures screening over the corpus. ``python tests/screening/measure.py [--write] [--files] [--misses]``.

Of a mark that asks for a finding
    ``found``   a finding of its kind with a lawful verdict covers the span
    ``exact``   found, and its span is the marked one, to the character
    ``caught``  any finding but ``keep`` covers the span: it does not go out unseen
Of a mark that has to stay: ``kept`` when no finding but ``keep`` touches it (``K``: reported as ``keep``).
``false`` counts findings other than ``keep`` that touch no mark asking for one.
"""

import argparse
import sys
import tempfile
import traceback
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from make_files import CASES, make
from passages import LETTERS, load

from gongkai.refusal import Refused
from gongkai.screening.finding import Verdict
from gongkai.screening.screening import screen
from gongkai.screening.text import screen_text

DOCS = Path(__file__).parents[2] / "docs" / "screening.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
EDGES = " \t\r\n\u3000，。；：、,;:（）()“”\"'"


@dataclass
class Tally:
    """The counts of one kind."""

    marks: int = 0
    found: int = 0
    exact: int = 0
    caught: int = 0
    stay: int = 0
    kept: int = 0
    true: int = 0
    false: int = 0

    @property
    def recall(self):
        """Found of the marks that ask for a finding."""
        return self.found / self.marks if self.marks else 1.0

    @property
    def precision(self):
        """Findings that touch a mark of those that were made."""
        return self.true / (self.true + self.false) if self.true + self.false else 1.0


@dataclass
class Measured:
    """All counts, and the places where engine and corpus disagree."""

    kinds: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    disagreements: list[str] = field(default_factory=list)
    redacted_near_misses: list[str] = field(default_factory=list)
    passages: int = 0
    clean_passages: int = 0
    clean_alarms: int = 0

    @property
    def total(self):
        """The sum over the kinds."""
        total = Tally()
        for tally in self.kinds.values():
            for name in vars(total):
                setattr(total, name, getattr(total, name) + getattr(tally, name))
        return total


def trimmed(text, start, end):
    """A span without punctuation and blanks at its edges."""
    while start < end and text[start] in EDGES:
        start += 1
    while end > start and text[end - 1] in EDGES:
        end -= 1
    return start, end


def touches(finding, mark):
    return finding.start < mark.end and mark.start < finding.end


def covered(start, end, findings):
    """Whether findings together cover a span."""
    left = set(range(start, end))
    for finding in findings:
        left -= set(range(finding.start, finding.end))
    return not left


def judge_mark(passage, mark, findings, measured):
    """One mark against what was found."""
    tally = measured.kinds[mark.kind]
    start, end = trimmed(passage.text, mark.start, mark.end)
    same = [f for f in findings if f.kind == mark.kind and f.verdict in mark.verdicts]
    if mark.kept:
        tally.stay += 1
        if mark.letters == "K":
            right = any(trimmed(passage.text, f.start, f.end) == (start, end) for f in same)
        else:
            wrong = [f for f in findings if f.verdict not in (Verdict.KEEP, *mark.verdicts)]
            right = not any(touches(f, mark) and not explained(f, passage, mark) for f in wrong)
        tally.kept += right
    else:
        tally.marks += 1
        right = covered(start, end, [f for f in same if touches(f, mark)])
        tally.found += right
        tally.exact += any(trimmed(passage.text, f.start, f.end) == (start, end) for f in same)
        tally.caught += covered(start, end, [f for f in findings if f.verdict is not Verdict.KEEP])
    if mark.letters == "v" and any(f.verdict is Verdict.REDACT and touches(f, mark) for f in findings):
        measured.redacted_near_misses.append(f"{passage.id} {passage.span(mark)}")
    if not right:
        near = [f"{f.kind} {f.verdict} {f.text!r}" for f in findings if touches(f, mark)]
        measured.disagreements.append(
            f"{passage.id} wants {mark.kind} {mark.letters} {passage.span(mark)!r}: {near or 'nothing'}"
        )


def explained(finding, passage, mark):
    """Whether another mark that asks for a finding explains this one, although it touches ``mark`` too."""
    return (
        any(other is not mark and not other.kept and touches(finding, other) for other in passage.marks)
        and finding.kind != mark.kind
    )


def judge_finding(passage, finding, measured):
    """One finding against the marks."""
    touched = [mark for mark in passage.marks if touches(finding, mark)]
    tally = measured.kinds[finding.kind]
    if any(not mark.kept for mark in touched):
        tally.true += 1
        return
    if any(finding.verdict in mark.verdicts for mark in touched):
        return
    tally.false += 1
    measured.disagreements.append(
        f"{passage.id} has a false alarm: {finding.kind} {finding.verdict} {finding.text!r} ({finding.rule})"
    )


HELD = {
    "second": "written after the engine was first measured",
    "third": "the weak kinds, written before their rules were widened",
    "fourth": "minors and reporters, written before their rules were widened once more",
    "fifth": "a bureau's texts, all weak kinds, written before the rules were widened a fourth time",
    "sixth": "names that stand alone, nicknames, fields, signatures and lists, written before widening five",
    "seventh": "terms, plates, cards in pieces, pet names, papers of clinics, brands, written before mending",
    "eighth": "papers of every room with a near miss for every find, read while mending an eighth time",
    "ninth": "the other half of the same papers, read while mending a tenth time",
    "tenth": "persons, minors, health, homes and reporters, written and measured before mending a tenth time",
    "eleventh": "texts of every room by a reader who had seen neither rules nor passages",
    "twelfth": "papers of every room, read while mending a twelfth time",
    "thirteenth": "papers of a district bureau by an author who had seen no rule, measured once",
    "fourteenth": "papers of a district bureau by a second author who had seen no rule, measured once",
}
"""The held-out files of the corpus: nobody mends the engine by their passages."""


def measure_passages(held=""):
    """Screening over the passages of one held-out file, or over all those the engine was mended by."""
    measured = Measured()
    for passage in load():
        file = passage.id.split("-")[0]
        if file != held and (held or file in HELD):
            continue
        findings = screen_text(passage.text, known=passage.known)
        alarms = [f for f in findings if f.verdict is not Verdict.KEEP]
        measured.passages += 1
        if not any(not mark.kept for mark in passage.marks):
            measured.clean_passages += 1
            measured.clean_alarms += bool(alarms)
        for mark in passage.marks:
            if not mark.optional:
                judge_mark(passage, mark, findings, measured)
        for finding in alarms:
            judge_finding(passage, finding, measured)
    return measured


def disagreements_of(case, path):
    """What screening says of a file other than the table: one line each; an empty list is agreement."""
    try:
        report = screen(path)
    except Refused as error:
        return [] if case.refused or case.may_refuse else [f"refused: {error}"]
    except Exception:  # noqa: BLE001 a traceback is what is measured here
        return [f"traceback: {traceback.format_exc(limit=-1).splitlines()[-1]}"]
    if case.refused:
        return [f"not refused: {report.verdict} {sorted({f.kind for f in report.findings})}"]
    said = []
    for kinds, letters in case.found.items():
        lawful = frozenset().union(*(LETTERS[letter] for letter in letters))
        if not any(f.kind in kinds.split("|") and f.verdict in lawful for f in report.findings):
            said.append(
                f"no {kinds} {letters} in {sorted({(f.kind, f.verdict.value) for f in report.findings})}"
            )
    said += [
        f"{kind} not at {place}: {sorted({f.where for f in report.findings if f.kind == kind})}"
        for kind, place in case.where.items()
        if not any(f.kind == kind and place in f.where for f in report.findings)
    ]
    said += [
        f"unwanted {f.kind} {f.text!r}"
        for f in report.findings
        if f.kind in case.absent and f.verdict != "keep"
    ]
    wanted = case.verdict or ("review" if any("k" not in letters for letters in case.found.values()) else "")
    if wanted and report.verdict != wanted and not (wanted == "review" and report.verdict == "block"):
        said.append(
            f"verdict {report.verdict}, not {wanted}: {[(f.kind, f.text) for f in report.findings][:4]}"
        )
    return said


def measure_files(folder):
    """Screening over every file: name to disagreements."""
    return {case.name: disagreements_of(case, make(folder, case)) for case in CASES}


def ratio(part, whole):
    """A share with three decimals, or a dash."""
    return f"{part / whole:.3f}" if whole else "–"


def row(name, tally):
    """One row of the table."""
    cells = (
        name,
        str(tally.marks),
        ratio(tally.found, tally.marks),
        ratio(tally.exact, tally.marks),
        ratio(tally.caught, tally.marks),
        ratio(tally.true, tally.true + tally.false),
        f"{tally.kept}/{tally.stay}" if tally.stay else "–",
    )
    return "| " + " | ".join(cells) + " |"


def table(measured):
    """The table of all kinds as Markdown."""
    lines = [
        "| kind | marks | recall | exact span | caught | precision | kept |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    lines += [row(f"`{kind}`", tally) for kind, tally in sorted(measured.kinds.items())]
    return "\n".join([*lines, row("all", measured.total)])


def page(measured, held, files):
    """What goes between the markers of docs/screening.md."""
    agreed = sum(not said for said in files.values())
    parts = [
        f"Mended by: {measured.passages} passages, {len(files)} files. "
        f"Of {measured.clean_passages} passages with nothing to act on "
        f"{measured.clean_alarms} had an alarm. Files as the table expects: {agreed} of {len(files)}.",
        table(measured),
    ]
    for name, part in held.items():
        parts += [
            f"Held out, `corpus/{name}.toml` ({HELD[name]}): {part.passages} passages; "
            f"of {part.clean_passages} with nothing to act on {part.clean_alarms} had an alarm.",
            table(part),
        ]
    return "\n\n".join(parts)


def write(text):
    """Put the numbers into docs/screening.md."""
    old = DOCS.read_text(encoding="utf-8")
    head, _, rest = old.partition(BEGIN)
    _, _, tail = rest.partition(END)
    DOCS.write_text(f"{head}{BEGIN}\n{text}\n{END}{tail}", encoding="utf-8")


def main(arguments):
    """Print the numbers; with --write store them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="write the numbers into docs/screening.md")
    parser.add_argument("--text-only", action="store_true", help="leave the files out")
    parser.add_argument("--misses", action="store_true", help="print every disagreement")
    options = parser.parse_args(arguments)
    measured, held = measure_passages(), {name: measure_passages(name) for name in HELD}
    files = {}
    if not options.text_only:
        with tempfile.TemporaryDirectory() as folder:
            files = measure_files(folder)
    text = page(measured, held, files)
    sys.stdout.write(text + "\n")
    if options.misses:
        lines = measured.disagreements + [
            f"{name}: {said}" for name, saids in files.items() for said in saids
        ]
        sys.stdout.write("\n".join(["", *lines, ""]))
    if options.write and not options.text_only:
        write(text)


if __name__ == "__main__":
    main(sys.argv[1:])
