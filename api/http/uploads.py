"""What of an uploaded file's name is kept."""

from pathlib import PureWindowsPath

from starlette.datastructures import UploadFile
from starlette.requests import Request

from api.http.limits import Limits
from api.http.problems import Problem
from api.http.validation import field_error

_USUAL = "roster"


def file_name(request: Request, file: UploadFile, limits: Limits) -> str:
    """The last part of the name, whatever system wrote it. Raises Problem `invalid` when it is too long."""
    given = PureWindowsPath(file.filename or "").name
    if len(given) > limits.file_name:
        error = field_error(request.scope, "body", "#/file", "file-name", limit=limits.file_name)
        raise Problem("invalid", [error])
    return "".join(sign for sign in given if sign.isprintable()).strip(". ") or _USUAL
