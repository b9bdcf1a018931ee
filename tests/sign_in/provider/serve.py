"""A real OpenID provider (django-oauth-toolkit), in a process and a folder of its own.

    python serve.py FOLDER PORT CALLBACK SECONDS

`SECONDS` is how long its ID tokens are good. The signing key is FOLDER/key.pem.
"""

import sys
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.conf import settings

CLIENT, SECRET, OTHER = "huifang", "the client's secret", "another-client"
PASSWORD = "a password at the provider"
PEOPLE = {"zhang": ["staff", "service-leads"], "li": ["strangers"], "wang": ["service-agents"]}


def configure(folder: Path, callback: str, seconds: int) -> None:
    settings.configure(
        SECRET_KEY="of a test's provider",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="addresses",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "provider.sqlite"}},
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "oauth2_provider",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        LOGIN_URL="/login",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        USE_TZ=True,
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_RSA_PRIVATE_KEY": (folder / "key.pem").read_text(),
            "PKCE_REQUIRED": True,
            "SCOPES": {"openid": "", "profile": ""},
            "ID_TOKEN_EXPIRE_SECONDS": seconds,
            "OAUTH2_VALIDATOR_CLASS": "claims.Claims",
        },
    )
    django.setup()
    from django.contrib.auth.models import Group, User
    from django.core.management import call_command
    from oauth2_provider.models import Application

    call_command("migrate", verbosity=0)
    for name, groups in PEOPLE.items():
        if not User.objects.filter(username=name).exists():
            user = User.objects.create_user(name, password=PASSWORD, first_name="测试", last_name=name)
            user.groups.set([Group.objects.get_or_create(name=group)[0] for group in groups])
    for client in (CLIENT, OTHER):
        Application.objects.get_or_create(
            client_id=client,
            defaults={
                "client_secret": SECRET,
                "client_type": Application.CLIENT_CONFIDENTIAL,
                "authorization_grant_type": Application.GRANT_AUTHORIZATION_CODE,
                "redirect_uris": callback,
                "skip_authorization": True,
                "algorithm": Application.RS256_ALGORITHM,
            },
        )


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None: ...


def main() -> None:
    folder, port, callback, seconds = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    configure(folder, callback, seconds)
    from django.core.wsgi import get_wsgi_application

    with make_server("127.0.0.1", port, get_wsgi_application(), _Server, _Quiet) as server:
        server.serve_forever()


if __name__ == "__main__":
    main()
