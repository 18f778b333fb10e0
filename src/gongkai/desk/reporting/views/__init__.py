"""The pages of reporting: figures with drill-down, the centre's statistics, the annual report, records."""

from gongkai.desk.reporting.views.centre import centre, centre_analysis, centre_export, centre_records
from gongkai.desk.reporting.views.figures import drill, export, figures, latest
from gongkai.desk.reporting.views.opening import centre_open, centre_threshold
from gongkai.desk.reporting.views.records import record
from gongkai.desk.reporting.views.report import download, report, report_latest
from gongkai.desk.reporting.views.sections import section

__all__ = [
    "centre",
    "centre_analysis",
    "centre_export",
    "centre_open",
    "centre_records",
    "centre_threshold",
    "download",
    "drill",
    "export",
    "figures",
    "latest",
    "record",
    "report",
    "report_latest",
    "section",
]
