"""`python -m sandbox`: serve the sandbox on this machine only."""

import argparse

import uvicorn

from sandbox.app import create_app

parser = argparse.ArgumentParser(prog="sandbox")
parser.add_argument("--port", type=int, default=8090)
parser.add_argument("--webhook-url")
parser.add_argument("--secret", required=True)
parser.add_argument("--db-path")
parser.add_argument("--delay", type=float, default=1.0)
args = parser.parse_args()
uvicorn.run(create_app(args.webhook_url, args.secret, args.db_path, args.delay), port=args.port)
