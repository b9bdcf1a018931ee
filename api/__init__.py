"""The HTTP interface: FastAPI, one small file per matter. `api.app.create_app` puts it together."""
