# The portal as one image: compose runs it as web, worker, beat and, once at each start, migrate.
FROM node:24-slim AS assets
WORKDIR /portal
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund
COPY static static
RUN npm run build

FROM python:3.11-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PATH=/venv/bin:$PATH PORTAL_VAR=/var/portal
RUN python -m venv /venv && useradd --system --create-home --uid 1000 portal && install -d -o portal /var/portal
WORKDIR /portal
COPY requirements/production.txt requirements/production.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/production.txt
COPY . .
COPY --from=assets /portal/static/build static/build
# settings want to be told everything; for collecting files nothing of it matters
RUN PORTAL_MODE=production SECRET_KEY=only-while-the-image-is-built-and-kept-by-nobody-afterwards \
    PORTAL_BASE_URL=https://portal.example DATABASE_URL=postgresql://none/none REDIS_URL=redis://none \
    EMAIL_HOST=none PORTAL_MAIL_FROM=portal@portal.example \
    PORTAL_MFA_KEYS=b25seSBmb3IgdGhlIGRlbW8gYW5kIHRoZSB0ZXN0czE= python manage.py collectstatic --noinput
USER portal
VOLUME /var/portal
EXPOSE 8000
