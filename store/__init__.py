"""Postgres through asyncpg: migrations, SQL in files, one small repository per aggregate."""
