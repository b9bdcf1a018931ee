"""What is made from the migrations and the queries, for reading and for mypy (decision 0026).

`python -m store.made` writes `store/rows/`, what every query takes and returns, and `store/schema.sql`, the
schema as it stands.
"""
