FROM python:3.11-slim-bookworm
WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY domain domain
COPY workflows workflows
COPY activities activities
COPY gateways gateways
COPY store store
COPY api api
COPY texts texts
COPY sandbox sandbox
COPY huifang huifang
COPY pyproject.toml worker.py ./
RUN useradd --system huifang
ENV PYTHONPATH=/app PYTHONUNBUFFERED=1 HUIFANG_LOG_JSON=true
USER huifang
CMD ["python", "worker.py"]
