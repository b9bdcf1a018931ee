"""The page on which the API is read and tried: Swagger UI, served by us alone (no internet needed)."""

from importlib.resources import files
from pathlib import Path

from fastapi import APIRouter
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from api.routing import Problem, locale_of
from texts import text

_PAGES = Path(__file__).parents[1] / "pages"
_SWAGGER_UI = Path(str(files("fastapi_offline"))) / "static"
_FILES = {
    "swagger-ui-bundle.js": _SWAGGER_UI / "swagger-ui-bundle.js",
    "swagger-ui.css": _SWAGGER_UI / "swagger-ui.css",
    "docs.js": _PAGES / "docs.js",
    "icon.svg": _PAGES / "icon.svg",
}
_templates = Environment(loader=FileSystemLoader(_PAGES), autoescape=True, undefined=StrictUndefined)
_HEADERS = {
    # Swagger UI draws its arrows as data: pictures and sets styles on elements.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_FILE_HEADERS = {"Cache-Control": "public, max-age=3600", "X-Content-Type-Options": "nosniff"}

router = APIRouter(include_in_schema=False)


@router.get("/docs", name="docsPage")
async def page(request: Request) -> Response:
    """The page in the caller's language; what is said of the API itself is English."""
    locale = locale_of(request.scope)
    content = _templates.get_template("docs.html").render(locale=locale, say=lambda key: text(locale, key))
    return HTMLResponse(content, headers={**_HEADERS, "Content-Language": locale})


@router.get("/docs/{name}", name="docsFile")
async def file(name: str) -> FileResponse:
    """What the page is made of."""
    if name not in _FILES:
        raise Problem("no-such-address")
    return FileResponse(_FILES[name], headers=_FILE_HEADERS)
