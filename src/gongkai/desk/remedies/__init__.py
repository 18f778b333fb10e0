"""Administrative reconsideration, litigation and grievances about disclosure work."""
