"""An S3-compatible server on loopback for tests: moto's, one request at a time as a put on condition needs it.

Run as a program: prints its port, serves until it is ended. Requests signed by the account `wrong` are refused.
"""

import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any

REFUSAL = b"<Error><Code>InvalidAccessKeyId</Code><Message>The key does not exist</Message></Error>"


def main() -> None:
    from moto.server import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import WSGIRequestHandler, make_server

    app = DomainDispatcherApplication(create_backend_app)
    turn = threading.Lock()

    def serve(environment: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if "Credential=wrong/" in environment.get("HTTP_AUTHORIZATION", ""):
            start_response("403 Forbidden", [("Content-Type", "application/xml")])
            return [REFUSAL]
        with turn:
            return list(app(environment, start_response))

    class Quiet(WSGIRequestHandler):
        def log_request(self, *_: object) -> None:
            """Keeps no log."""

    server = make_server("127.0.0.1", 0, serve, threaded=True, request_handler=Quiet)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
