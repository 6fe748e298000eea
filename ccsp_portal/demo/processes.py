"""The demonstration's processes: started together, started again when one dies, and stopped to the last one."""

import ctypes
import os
import shlex
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

PR_SET_PDEATHSIG = 1
PATIENCE = 15


def commands_of(procfile: Path) -> dict[str, str]:
    """The commands of a Procfile by name."""
    lines = (line.partition(":") for line in procfile.read_text().splitlines() if line.strip())
    return {name.strip(): command.strip() for name, _, command in lines}


class Process:
    """One command in a group of its own, whose output goes to a log. It ends when the one who started it does."""

    def __init__(self, name, command, environment, log):
        self.name, self.command, self.environment, self.log = name, command, environment, log
        self.start()

    def start(self):
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                ["/bin/sh", "-c", f"exec {self.command}"],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
                preexec_fn=_die_with_parent,  # noqa: PLW1509
            )

    @property
    def has_died(self):
        return self.process.poll() is not None

    def tell(self, number):
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def wait(self, until):
        """Wait until a moment (`time.monotonic`), then kill what is left of the group."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.1, until - time.monotonic()))
        self.tell(signal.SIGKILL)
        self.process.wait()


def _die_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Processes:
    """Several processes, as one."""

    def __init__(self, commands: dict[str, str], environment: dict[str, str], logs: Path):
        logs.mkdir(parents=True, exist_ok=True)
        self.all = [Process(name, command, environment, logs / f"{name}.log") for name, command in commands.items()]

    def watch(self):
        """For ever: start again what dies, and say so."""
        while True:
            for each in self.all:
                if each.has_died:
                    print(f"The {each.name} stopped and is started again. {each.log} says why.", flush=True)
                    each.start()
            time.sleep(1)

    def stop(self):
        until = time.monotonic() + PATIENCE
        for each in self.all:
            each.tell(signal.SIGTERM)
        for each in self.all:
            each.wait(until)


def python(*parts: str) -> str:
    """A command for this very Python."""
    return shlex.join([sys.executable, *parts])
