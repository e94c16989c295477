"""What a browser says when something is wrong, though the page looks right."""

from urllib.parse import urlsplit

REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
    console.error(`CSP: ${event.violatedDirective} blocked ${event.blockedURI || "inline"}`));
"""


class Watch:
    """Collects console messages, errors of scripts, violations of the CSP and requests to foreign hosts."""

    def __init__(self, origin):
        self.host = urlsplit(origin).netloc
        self.complaints = []
        self.expected = []

    def attach(self, context):
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        context.on("request", self._request)

    def expect(self, part):
        """This test means to provoke it: `watch.expect("status of 404")`."""
        self.expected.append(part)

    def unexpected(self):
        return [line for line in self.complaints if not any(part in line for part in self.expected)]

    def _console(self, message):
        if message.type != "debug":
            self.complaints.append(f"console {message.type}: {message.text} ({message.location.get('url', '')})")

    def _request(self, request):
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self.host:
            self.complaints.append(f"foreign host: {request.url}")
