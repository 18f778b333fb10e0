"""What the pages of the centre show, gathered in a bounded number of queries."""
