"""What applications keep under the key of the index: the grams that stand for their texts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from gongkai.desk.casework.reindexing import Part
from gongkai.desk.foi import topics

PARTS = (Part("topics", gettext_lazy("公开申请的字串"), topics.renew),)
