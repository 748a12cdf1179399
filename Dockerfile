# The portal for production: web server, worker and clock from one image (see docker-compose.yml).

FROM python:3.13-slim AS build
WORKDIR /srv/portal
COPY bin/environment.py bin/assets.py bin/
COPY requirements requirements
RUN python bin/environment.py runtime
COPY package.json package-lock.json .npmrc ./
COPY static static
RUN python bin/assets.py && rm -rf .node node_modules
COPY . .
RUN .venv/bin/python bin/translations.py compile \
    && SECRET_KEY=only-to-collect-static-files .venv/bin/python manage.py collectstatic --noinput -v 0 \
    && .venv/bin/python -m compileall -q . \
    && .venv/bin/uv pip uninstall --quiet --python .venv/bin/python uv pip

FROM python:3.13-slim
ENV PYTHONUNBUFFERED=1 PATH=/srv/portal/.venv/bin:$PATH
RUN useradd --system --uid 10001 --home-dir /srv/portal portal
WORKDIR /srv/portal
COPY --from=build /srv/portal .
RUN mkdir -p var/media && chown portal:portal var var/media
USER portal
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s CMD ["python", "bin/pulse.py"]
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "--worker-tmp-dir", "/dev/shm"]
