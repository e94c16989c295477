from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme


class SeeOther(HttpResponseRedirect):
    """After a post: the browser gets the page, and a reload does not post again."""

    status_code = 303


def is_own(address: str) -> bool:
    """Whether `address`, whoever wrote it, is a path on this site for every browser."""
    if "\\" in address or not address.isprintable():
        return False  # some read these as the "//" that begins a host
    if not address.startswith("/") or address.startswith("//"):
        return False
    return url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def own_page(address: str, otherwise: str) -> str:
    """`address` without its fragment, if it is ours."""
    return address.split("#")[0] if is_own(address) else otherwise
