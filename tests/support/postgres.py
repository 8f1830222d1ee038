"""A PostgreSQL of our own, for the length of the tests: in a private folder, on a socket, without a port."""
import os
import shutil
import subprocess
import tempfile
import time
from glob import glob
from itertools import count
from pathlib import Path

import psycopg
import pytest

from app import create_app
from commands.database import upgrade
from insurance.database import db

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB", "max_connections=60",
        "listen_addresses=")


class Server:
    """A running server. Databases are copied from a template in a few milliseconds."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._numbers = count(1)

    def url(self, name):
        """Return the setting that leads to a database."""
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def new_database(self, template="template0"):
        """Make a database and return its name."""
        name = f"portal{next(self._numbers)}"
        self._run(f'CREATE DATABASE {name} TEMPLATE {template}')
        return name

    def drop(self, name):
        """Forget a database."""
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, statement):
        with psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True) as connection:
            connection.execute(statement)


# Serve until our end of the pipe is closed, by us or by our death: nothing is ever left running.
KEEPER = 'folder=$1; shift; "$@" & server=$!; read -r _; kill -INT $server; wait $server; rm -rf "$folder"'


@pytest.fixture(scope="session")
def postgres():
    """The server: started once, stopped at the end, nothing left behind."""
    programs = Path(max(glob("/usr/lib/postgresql/*/bin/initdb"))).parent
    owner = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    if owner:
        shutil.chown(folder, "postgres", "postgres")
    subprocess.run([programs / "initdb", "-D", folder / "data", "-U", "postgres", "--auth=trust", "-E", "UTF8",
                    "--locale=C.UTF-8", "--no-sync"], check=True, capture_output=True, cwd=folder, **owner)
    settings = [part for setting in (*FAST, f"unix_socket_directories={folder}") for part in ("-c", setting)]
    with open(folder / "log", "wb") as log:
        keeper = subprocess.Popen(["sh", "-c", KEEPER, "keeper", folder, programs / "postgres", "-D", folder / "data", *settings],
                                  stdin=subprocess.PIPE, stdout=log, stderr=log, cwd="/", **owner)
    try:
        _wait(folder)
        yield Server(folder)
    finally:
        keeper.stdin.close()
        keeper.wait(30)


def _wait(folder):
    """Return once the server answers; say what it wrote when it does not."""
    for _ in range(200):
        try:
            psycopg.connect(host=str(folder), user="postgres", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError((folder / "log").read_text())


@pytest.fixture(scope="session")
def migrated(postgres, tmp_path_factory):
    """The name of a database that the migrations made, with nothing in it."""
    name = postgres.new_database()
    app = create_app(INSTANCE_PATH=tmp_path_factory.mktemp("postgres"), DATABASE_URL=postgres.url(name), TESTING=True)
    with app.app_context():
        upgrade()
        db.engine.dispose()
    return name


@pytest.fixture
def postgres_app(tmp_path, postgres, migrated, portal):
    """The portal on PostgreSQL, in a database of its own; the test runs inside its application context."""
    name = postgres.new_database(template=migrated)
    app = portal(tmp_path / "instance", DATABASE_URL=postgres.url(name))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    postgres.drop(name)


@pytest.fixture
def postgres_server(postgres_app, portal):
    """The portal on PostgreSQL as another process serves it."""
    return portal(postgres_app.instance_path, DATABASE_URL=postgres_app.config["DATABASE_URL"])
