# One image for API, worker, migrations and sandbox; the command chooses. Not built by its authors: see docs/operations.md.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONPATH=/app PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY deploy/requirements.lock ./
RUN pip install --require-hashes -r requirements.lock

COPY domain domain
COPY vault vault
COPY workflows workflows
COPY activities activities
COPY services services
COPY gateways gateways
COPY store store
COPY api api
COPY texts texts
COPY roster roster
COPY sandbox sandbox
COPY huifang huifang
COPY pyproject.toml worker.py ./
RUN python -m compileall -q . \
 && useradd --system --uid 10001 --no-create-home huifang \
 && install -d -o huifang -g huifang /data

ENV HUIFANG_LOG_JSON=true
USER huifang
EXPOSE 8080 9464
STOPSIGNAL SIGTERM
CMD ["python", "worker.py"]
