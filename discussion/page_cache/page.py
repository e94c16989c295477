"""A page that was made, in the encodings that browsers ask for."""

import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from threading import Lock

import brotli  # type: ignore[import-untyped]
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone

from articles.facts import Facts

BROTLI_QUALITY, GZIP_LEVEL = 5, 6
COMPRESSIONS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=BROTLI_QUALITY),
    "gzip": lambda body: gzip.compress(body, GZIP_LEVEL, mtime=0),
}
REFUSED = re.compile(r"([\w*-]+)\s*;\s*q=0(?:\.0*)?\s*(?:,|$)")
# What belongs to one answer alone, and what is said anew of each encoding.
ITS_OWN = ("X-Request-ID", "Server-Timing", "Content-Length", "Cache-Control", "Vary", "ETag")


@dataclass
class Page:
    facts: Facts
    body: bytes
    headers: dict[str, str]
    expires_at: datetime | None  # when the clock changes what it shows
    digest: str = ""
    compressed: dict[str, bytes] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    @classmethod
    def of(cls, response: HttpResponse, facts: Facts, expires_at: datetime | None) -> "Page":
        headers = {name: value for name, value in response.items() if name not in ITS_OWN}
        digest = blake2b(response.content, digest_size=16).hexdigest()
        return cls(facts, response.content, headers, expires_at, digest)

    @property
    def size(self) -> int:
        """Bytes of memory, compressed bodies included, roughly."""
        return len(self.body) * 3 // 2 + 4096

    def shows(self, facts: Facts, now: datetime) -> bool:
        return self.facts == facts and (self.expires_at is None or now < self.expires_at)

    def answer(self, request: HttpRequest) -> HttpResponse:
        encoding = encoding_for(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        etag = f'"{self.digest}-{encoding}"' if encoding else f'"{self.digest}"'
        lasting = {"ETag": etag, "Cache-Control": self.cache_control(), "Vary": "Accept-Encoding, Cookie"}
        if self.known_to(request):
            return HttpResponseNotModified(headers=lasting)
        body = self.encoded(encoding) if encoding else self.body
        response = HttpResponse(body, headers=self.headers | lasting | {"Content-Length": str(len(body))})
        if encoding:
            response.headers["Content-Encoding"] = encoding
        return response

    def known_to(self, request: HttpRequest) -> bool:
        """In whatever encoding he has it; a proxy that compresses makes the validator a weak one."""
        known = request.META.get("HTTP_IF_NONE_MATCH", "")
        return f'"{self.digest}' in known or known.strip() == "*"

    def cache_control(self) -> str:
        """For caches between: they may keep it, and ask whether it is still good; without asking for as long as the
        operator allows them to be late.
        """
        late = settings.CDN_SECONDS
        if late and self.expires_at:
            late = max(0, min(late, int((self.expires_at - timezone.now()).total_seconds())))
        return f"public, max-age=0, s-maxage={late}, must-revalidate" if late else "public, no-cache"

    def encoded(self, encoding: str) -> bytes:
        """Compressed once, when the first reader wants it."""
        with self.lock:
            if encoding not in self.compressed:
                self.compressed[encoding] = COMPRESSIONS[encoding](self.body)
            return self.compressed[encoding]


def encoding_for(accepted: str) -> str:
    """The best of ours that a browser takes; nothing where it takes none."""
    refused = REFUSED.findall(accepted) if "q=0" in accepted else ()
    return next((name for name in COMPRESSIONS if name in accepted and name not in refused), "")
