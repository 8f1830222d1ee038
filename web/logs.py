"""Structured logs on standard error: one JSON line a request, by route and never by path, without personal data."""
import logging
import sys
import time

import structlog
from flask import Flask, g, request

from web.incidents import incident_number

ALLOWED = {"event", "level", "timestamp", "incident", "route", "method", "status", "ms", "exception_type", "where",
           "kind", "count", "error", "worker"}


def _only_allowed(_logger, _method, line: dict) -> dict:
    """Drop every key that was not thought about: a log leaks through what nobody planned."""
    return {key: value for key, value in line.items() if key in ALLOWED}


structlog.configure(
    processors=[structlog.processors.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True),
                _only_allowed, structlog.processors.JSONRenderer()],
    wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    logger_factory=structlog.PrintLoggerFactory(sys.stderr),
)
log = structlog.get_logger()


def install(app: Flask) -> None:
    """Log each request once it is answered; static files and health checks are left out."""

    @app.before_request
    def start():
        g.started = time.perf_counter()

    @app.after_request
    def finish(response):
        route = request.url_rule.rule if request.url_rule else "-"
        if not route.startswith("/static/") and route != "/sante" and not app.testing:
            log.info("request", incident=incident_number(), route=route, method=request.method,
                     status=response.status_code, ms=round((time.perf_counter() - g.get("started", 0)) * 1000))
        return response


def log_crash(error: BaseException) -> None:
    """Log where a crash happened, without the values that were in play."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    where = f"{frame.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{frame.tb_lineno}" if frame else "-"
    route = request.url_rule.rule if request.url_rule else "-"
    log.error("crash", incident=incident_number(), route=route, exception_type=type(error).__name__, where=where)
