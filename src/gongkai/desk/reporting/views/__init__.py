"""The pages of reporting: figures with drill-down, the annual report, single records."""

from gongkai.desk.reporting.views.figures import drill, export, figures, latest
from gongkai.desk.reporting.views.records import record
from gongkai.desk.reporting.views.report import download, report, report_latest

__all__ = ["download", "drill", "export", "figures", "latest", "record", "report", "report_latest"]
