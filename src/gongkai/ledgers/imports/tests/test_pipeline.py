"""A second process that builds rows ends with the one that it helps."""

import os
import select
import signal
import subprocess
import sys

import pytest

WITH_HELPER = """
import sys
from types import SimpleNamespace
import django
django.setup()
from gongkai.ledgers.imports import pipeline

pipeline._begin.__globals__["Hand"] = lambda *said: said  # what it builds is not asked here
said = SimpleNamespace(keys=1, agency=2, at=3, by=4, area=5, recorded_at=6)
with pipeline.helper(1, said, forced=True) as executor:
    print(executor is not None, flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system: imports run without a helper")
def test_a_helper_whose_parent_is_killed_ends_too():
    ours, theirs = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-c", WITH_HELPER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        pass_fds=[theirs],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "gongkai.sites.tests"},
        text=True,
    )
    os.close(theirs)
    try:
        assert process.stdout.readline().strip() == "True"
        process.send_signal(signal.SIGKILL)
        # The pipe's other end is open in the parent and in its helper: it ends when both have ended.
        ready, _, _ = select.select([ours], [], [], 60)
        assert ready and os.read(ours, 1) == b""
    finally:
        process.kill()
        process.communicate()
        os.close(ours)
