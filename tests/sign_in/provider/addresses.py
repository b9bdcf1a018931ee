"""The provider's addresses: a sign-in of its own, and those of the protocol."""

from typing import Any

from django.contrib.auth import authenticate, login
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import include, path


def sign_in(request: Any) -> HttpResponse:
    """With a form that asks for nothing but name and password."""
    user = authenticate(request, username=request.POST.get("username"), password=request.POST.get("password"))
    if user is None:
        return HttpResponse("sign in", status=401)
    login(request, user)
    return HttpResponseRedirect(request.GET["next"])


urlpatterns = [path("login", sign_in), path("o/", include("oauth2_provider.urls"))]
