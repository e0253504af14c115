"""The command's entry: knows the subcommands, and turns whatever ends a command into a message and an exit code."""

from __future__ import annotations

import gc
import os
import sys
import traceback
from typing import Annotated

import typer

from ...emulator.errors import OhosBackupError
from ..exit_codes import ExitCode
from . import (
    backup,
    catalogue_commands,
    check,
    debug,
    devices,
    doctor,
    init,
    report,
    restore,
    run,
    schema,
    toolchain,
    vectors,
)

application = typer.Typer(
    name="ohos-backup",
    help="Run an OpenHarmony app's own backup extension on an emulated device and check that no data is lost.",
    epilog="Start with: ohos-backup check path/to/MyApp",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
application.command()(check.check)
application.command()(run.run)
application.command()(debug.debug)
application.command()(init.init)
application.command()(backup.backup)
application.command()(restore.restore)
application.command("list")(catalogue_commands.list_requirements)
application.command()(catalogue_commands.explain)
application.command("devices")(devices.list_devices)
application.command()(schema.schema)
application.command()(vectors.replay_vectors)
application.command()(doctor.doctor)
application.add_typer(report.report, name="report")
application.add_typer(toolchain.toolchain, name="toolchain")


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        from ..this_tool import DISTRIBUTION

        typer.echo(f"ohos-backup {version(DISTRIBUTION)}")
        raise typer.Exit


@application.callback()
def _options(
    version: Annotated[  # pyright: ignore[reportUnusedParameter]
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


def run_command() -> None:
    """Run the command line. Exit codes are those of ExitCode; a wrong option ends with 2 like any bad input.

    Raises KeyboardInterrupt.
    """
    from ..console import accept_every_encoding, for_terminal
    from ..language import asked_in, choose, error_text, words
    from .languages import add_language_option, keep_brackets, translate_help
    from .option_errors import translate_option_errors

    accept_every_encoding()
    try:
        choose(asked_in(sys.argv[1:]), os.environ)
        add_language_option(application, words())
        command = typer.main.get_command(application)
        if words().language != "en":
            translate_help(command, words())
            translate_option_errors(words())
        keep_brackets(command)
        command(prog_name=application.info.name)
    except OhosBackupError as error:
        told = words().t("error: {error}  [{code}]", error=error_text(error), code=error.code)
        typer.echo(for_terminal(told), err=True)
        sys.exit(ExitCode.CANNOT_BE_JUDGED)
    except SystemExit as end:
        # typer ends an interrupted command with this code and without a word.
        if end.code == ExitCode.INTERRUPTED:
            raise _interruption(end) from None
        raise
    except Exception as error:  # noqa: BLE001 - the last line of defence: no traceback is shown to a user
        # Before Python 3.12 an interruption while a class is being made arrives inside a RuntimeError.
        if isinstance(error.__cause__, KeyboardInterrupt):
            raise KeyboardInterrupt from None
        _tell_internal_error(error)
        sys.exit(ExitCode.INTERNAL_ERROR)
    finally:
        # Whatever is left goes with the process; Python would first look through all of it for garbage.
        gc.freeze()


def _interruption(end: BaseException) -> KeyboardInterrupt:
    """What typer made ``end`` of: it may carry words of its own."""
    error: BaseException | None = end
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return error
        error = error.__cause__ or error.__context__
    return KeyboardInterrupt()


def _tell_internal_error(error: Exception) -> None:
    """One paragraph for the user, everything for whoever mends it in a file."""
    import tempfile

    details = getattr(error, "details", "")
    with tempfile.NamedTemporaryFile(
        "w", prefix="ohos-backup-", suffix=".txt", delete=False, encoding="utf-8", errors="backslashreplace"
    ) as file:
        file.write("".join(traceback.format_exception(error)))
        file.write(details)
    kind = "" if details else f"{type(error).__name__}: "
    from ..language import words

    told = words().t(
        "internal error: {error}\n  This is a defect of ohos-backup, not of your app. Please report it with {file}.",
        error=kind + words().told(str(error)),
        file=file.name,
    )
    typer.echo(told, err=True)
