"""What the page store does not hold: the log's tiles and proofs, health, errors, derived pages not stored."""
