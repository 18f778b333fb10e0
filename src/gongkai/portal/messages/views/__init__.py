"""The pages of forms, receipts and answers. None is ever stored, neither here nor in a cache."""
