# Ninety in a container: docs/deploy.md. Nothing in the image is writable for who runs it; data lie in /data.
FROM python:3.11-slim AS build
WORKDIR /ninety
RUN python -m venv /venv
COPY requirements.txt .
RUN /venv/bin/pip install --no-cache-dir -r requirements.txt && /venv/bin/pip uninstall --yes pip setuptools
COPY LICENSE app.py ./
COPY .streamlit/config.toml .streamlit/config.toml
COPY data data
COPY kpi kpi
COPY pages pages
RUN python -m compileall -q . /venv/lib

FROM python:3.11-slim
RUN rm -rf /usr/local/lib/python3.11/site-packages/pip* /usr/local/lib/python3.11/ensurepip /usr/local/bin/pip* \
    && useradd --uid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin ninety \
    && install -d -o ninety -g ninety -m 0700 /data
COPY --from=build /venv /venv
COPY --from=build /ninety /ninety
# the address is not this computer's, so Ninety starts only with sign-in: /config is mounted, docs/deploy.md
ENV PATH=/venv/bin:$PATH HOME=/tmp NINETY_HOME=/data NINETY_ACCESS=/config/access.toml \
    STREAMLIT_SECRETS_FILES=/config/secrets.toml PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    STREAMLIT_SERVER_ADDRESS=0.0.0.0 STREAMLIT_SERVER_HEADLESS=true
WORKDIR /ninety
USER 10001:10001
VOLUME /data
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]
CMD ["streamlit", "run", "app.py", "--server.port=8501"]
