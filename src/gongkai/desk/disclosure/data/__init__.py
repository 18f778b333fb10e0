"""Tables of the room: the routes of clearance, the forms of the classes."""
