"""``gongkai deadline`` as a process, against a bare interpreter and against the limit of 0.3 s."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

LIMIT = 0.3
RUNS = 9
DEADLINE = [sys.executable, "-m", "gongkai.cli", "deadline", "foi-reply", "--on", "2017-09-25", "--json"]
BARE = [sys.executable, "-c", "pass"]


def median(command: list[str]) -> float:
    """The median wall time of a process in seconds."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> int:
    """Print the ratios; 1 when the limit is passed."""
    bare, ours = median(BARE), median(DEADLINE)
    print(
        f"deadline {ours:.3f} s = {ours / LIMIT:.2f} of the limit, {ours / bare:.1f} times a bare interpreter"
    )
    return int(ours > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
