"""The whole product on one machine: servers, sandbox provider, worker and API."""
