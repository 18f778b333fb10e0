"""What complaints keep under the key of the index: the rare grams of texts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from gongkai.desk.casework.reindexing import Part
from gongkai.desk.complaints import sketches

PARTS = (Part("grams", gettext_lazy("投诉举报的少见字串"), sketches.renew, settle=sketches.settle),)
