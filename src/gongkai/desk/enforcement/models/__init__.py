"""The nouns of enforcement: decisions, samples, investigations, and where publishable facts come from."""

from gongkai.desk.enforcement.models.investigations import Investigation
from gongkai.desk.enforcement.models.penalties import Penalty, Push, Revocation
from gongkai.desk.enforcement.models.published import EarlyPublication, Published
from gongkai.desk.enforcement.models.rows import BatchRow, InvestigationRow, PenaltyRow, SampleRow
from gongkai.desk.enforcement.models.samples import Recheck, Sample, SampleFile, SampleVoiding

__all__ = [
    "BatchRow",
    "EarlyPublication",
    "Investigation",
    "InvestigationRow",
    "Penalty",
    "PenaltyRow",
    "Published",
    "Push",
    "Recheck",
    "Revocation",
    "Sample",
    "SampleFile",
    "SampleRow",
    "SampleVoiding",
]
