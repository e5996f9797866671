"""The explorer over HTTP on the loopback interface."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none';"
    " form-action 'none'"
)
"""Content security policy: nothing but the page's own files, and no code inside the page. As in page/index.html."""


class _Handler(SimpleHTTPRequestHandler):
    """Files of the folder, to programs of this machine that ask for this machine."""

    def send_head(self) -> Any:
        host = self.headers.get("Host", "").rpartition(":")[0]
        if host not in (HOST, "localhost"):  # another name that leads here: a page of someone else asks
            self.send_error(421, "Ask for 127.0.0.1")
            return None
        return super().send_head()

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing of each request."""


def server(folder: Path, *, port: int = 0) -> ThreadingHTTPServer:
    """A server of the explorer in `folder` on 127.0.0.1; port 0 takes a free one. Raises OSError if it is taken."""
    return ThreadingHTTPServer((HOST, port), partial(_Handler, directory=str(folder)))
