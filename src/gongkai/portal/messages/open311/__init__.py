"""Open311 GeoReport v2, so that a city's application can hand messages in.

What comes in is checked by the same questions as the forms, sealed the same way, and answered with the
receipt code, which the application must give to the citizen. What goes out is what may be public: whether a
matter that somebody names is open or closed, and the hour in which it came. Kind and text are sealed; the
portal could not show them if it wanted to.
"""
