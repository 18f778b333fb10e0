"""What items keep under the key of the index: the marks of findings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from gongkai.desk.casework.reindexing import Part
from gongkai.desk.disclosure import remarking

PARTS = (
    Part("marks", gettext_lazy("疑点"), remarking.renew),
    Part("marks.files", gettext_lazy("附件疑点"), remarking.renew_files),
)
