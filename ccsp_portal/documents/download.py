"""Giving a stored file to a reader. Sight is the business of the view that owns it; this only streams."""

from django.http import FileResponse, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header, parse_etags, quote_etag

from ccsp_portal.documents.models import SVG, Document
from ccsp_portal.documents.store import safe_name

# nothing in a stored file may run, load or be framed, whatever a browser makes of it
SEALED = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def respond(document: Document, request, *, download_as: str | None = None, public: bool = False):
    """The file as a response: an attachment, but a picture in its page. `public` lets a browser ask whether it changed.

    An infected file is refused with 403.
    """
    if document.is_infected:
        return render(request, "documents/infected.html", {"document": document}, status=403)
    tag = quote_etag(document.sha256)
    if public and tag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    else:
        response = _whole(document, download_as)
    if public:
        response["ETag"] = tag
        patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response


def respond_bytes(data: bytes, name: str, media_type: str) -> HttpResponse:
    """A file that was put together for this reader alone, from one that is stored: an attachment that nobody keeps."""
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, safe_name(name)) or "attachment"
    patch_cache_control(response, private=True, no_store=True)
    return _sealed(response)


def _sealed(response):
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SEALED
    return response


def _whole(document, download_as):
    response = FileResponse(
        document.file.open("rb"),
        as_attachment=document.media_type != SVG,
        filename=download_as or document.name,
        content_type=document.media_type,
    )
    response["Content-Length"] = document.size
    return _sealed(response)
