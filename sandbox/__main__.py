"""`python -m sandbox`: serve the sandbox, to this machine only unless told otherwise."""

import argparse
import os

import uvicorn

from sandbox.app import create_app


def main() -> None:
    """Read the command line, and the secrets from it or from the environment; serve until stopped."""
    parser = argparse.ArgumentParser(prog="sandbox", description="A stand-in SMS and phone provider.")
    parser.add_argument("--host", default="127.0.0.1", help="where to listen; in a container 0.0.0.0")
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--webhook-url", help="where receipts and replies go; none: nowhere")
    parser.add_argument("--secret", help="signs what goes to the webhook; better in SANDBOX_SECRET")
    parser.add_argument("--token", help="what submissions present, else the secret; better in SANDBOX_TOKEN")
    parser.add_argument("--db-path", help="an SQLite file; none: everything is forgotten at the end")
    parser.add_argument("--delay", type=float, default=1.0, help="seconds before receipts and replies")
    parser.add_argument("--ring", type=float, default=30.0, help="seconds a phone rings that nobody answers")
    args = parser.parse_args()
    # Command lines can be read by everyone on the machine; the environment cannot.
    secret = args.secret or os.environ.get("SANDBOX_SECRET")
    token = args.token or os.environ.get("SANDBOX_TOKEN")
    if not secret:
        parser.error("a secret is needed: set SANDBOX_SECRET or give --secret")
    app = create_app(args.webhook_url, secret, token or None, args.db_path, args.delay, args.ring)
    uvicorn.run(app, host=args.host, port=args.port)


if __name__ == "__main__":
    main()
