"""An application of two lanes for ``test_lanes``: a page at hand, and requests that wait for one another."""

import threading

opened = threading.Event()
WAITED_SECONDS = 60


class Application:
    """``/page`` is at hand; ``/slow`` waits for ``/open``; ``/echo`` reads its body; ``/broken`` raises."""

    def at_hand(self, environ):
        """The page, from the first lane."""
        if environ["PATH_INFO"] != "/page":
            return None
        return 200, [], b"page"

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"]
        if path == "/broken":
            raise LookupError(path)
        if path == "/open":
            opened.set()
        if path == "/slow":
            opened.wait(WAITED_SECONDS)
        start_response("200 OK", [])
        return [environ["wsgi.input"].read() if path == "/echo" else path.encode()]


application = Application()
