"""A worker as a process of its own, for the kill test: writes rows and a file, and dies where it is told to.

    python -m gongkai.desk.jobs.tests.killed start
    python -m gongkai.desk.jobs.tests.killed work <step> <where>

``where`` is ``before`` (the file is written, nothing committed), ``inside`` (the transaction) or ``never``.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from gongkai.desk.agencies.models import Agency, Policy  # noqa: E402
from gongkai.desk.jobs import results, verbs  # noqa: E402
from gongkai.desk.jobs.models import Job  # noqa: E402
from gongkai.desk.jobs.running import LEASE, Hold, Step, work  # noqa: E402

STEPS = 6
NOW = datetime(2018, 3, 1, tzinfo=UTC)


def portion(step: int, where: str):
    def one(job: Job, hold: Hold) -> Step:
        place = job.cursor or {"n": 0, "bytes": 0}
        n = place["n"] + 1
        part = results.part(job)
        with part.open("ab") as out:
            out.truncate(place["bytes"])
            out.write(f"line {n}\n".encode())
            out.flush()
            size = out.tell()
        if n == step and where == "before":
            os.kill(os.getpid(), signal.SIGKILL)

        def act() -> None:
            Policy.objects.create(agency=job.agency, title=f"{n}")
            if n == step and where == "inside":
                os.kill(os.getpid(), signal.SIGKILL)

        result = None
        if n == STEPS:
            whole = part.with_suffix(".csv")
            whole.write_bytes(part.read_bytes())
            result = (results.keep(job, whole), "行.csv")
        return Step(n, STEPS, {"n": n, "bytes": size}, is_last=n == STEPS, act=act, result=result)

    return one


def main() -> None:
    if sys.argv[1] == "start":
        call_command("migrate", database="default", verbosity=0)
        agency = Agency.objects.create(code="A", name="A")
        verbs.start("write", "写", {}, agency=agency, owner=None, at=NOW)
        return
    runs = Path(os.environ["GONGKAI_HOME"], "runs")
    runs.write_text(runs.read_text() + "x" if runs.exists() else "x")
    at = NOW + LEASE * len(runs.read_text()) + timedelta(seconds=1)
    work(lambda: at, only={"write": portion(int(sys.argv[2]), sys.argv[3])})
    job = Job.objects.get()
    said = [job.state, str(job.done), "".join(Policy.objects.order_by("pk").values_list("title", flat=True))]
    if job.state == "done":
        said.append(results.place(job).read_text().replace("line ", "").replace("\n", ""))
    sys.stdout.write(" ".join(said))


main()
