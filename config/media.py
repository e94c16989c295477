from pathlib import PurePosixPath

from csp.constants import NONE
from csp.decorators import csp
from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

# Whatever a file holds, it is sent as the picture that its name says, or not at all.
TYPES = {
    ".avif": "image/avif",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
FOR_EVER = "public, max-age=31536000, immutable"  # no name is ever given to another picture


@require_safe
@csp({"default-src": [NONE], "frame-ancestors": [NONE], "sandbox": [""]})  # type: ignore[arg-type]
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    try:
        content_type = TYPES[PurePosixPath(path).suffix]
    except KeyError:
        raise Http404 from None
    try:
        response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except (OSError, ValueError):  # a name that no file system takes
        raise Http404 from None
    if isinstance(response, FileResponse):
        response.headers["Content-Type"] = content_type
        response.headers["Cache-Control"] = FOR_EVER
        response.headers.pop("Content-Encoding", None)
    return response
