"""What the pages of disclosure on request show, put together without a view."""
