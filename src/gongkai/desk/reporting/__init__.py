"""Facts, figures with drill-down, the annual report, its freezing and drift."""
