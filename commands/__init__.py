"""The commands of the operator: `flask portfolio …`, `flask keys …`, `flask database …`, `flask staff …`,
`flask claims …`, `flask mandates …`, `flask serve`."""
from flask import Flask

from commands import claims, database, demo, keys, mandates, serve, staff
from commands import portfolio as portfolio_commands


def install(app: Flask) -> None:
    """Give the commands to `flask`."""
    for group in (database.group, keys.group, portfolio_commands.group, staff.group, claims.group, mandates.group):
        app.cli.add_command(group)
    for command in (serve.serve, serve.worker, serve.daily, serve.purge, serve.doctor, demo.demo):
        app.cli.add_command(command)
