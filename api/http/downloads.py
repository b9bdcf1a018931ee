"""What a file is called that the caller keeps."""

from urllib.parse import quote


def attachment(name: str) -> str:
    """A Content-Disposition header with a file name in any script (RFC 6266, RFC 5987)."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in name) or "report"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
