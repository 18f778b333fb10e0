"""The annual report: the year's figures and narrative as a document, its checks, its files."""
