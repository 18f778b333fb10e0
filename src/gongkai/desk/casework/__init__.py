"""What all cases share: registrations, numbers, events, assignments, closings, answers, sealed texts."""
