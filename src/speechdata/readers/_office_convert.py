"""LibreOffice without a window: a file in, its .docx out, in a folder and with a profile of its own."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from speechdata.errors import SourceError
from speechdata.readers._docx_xml import failure

MAX_SECONDS = 120
"""Seconds that a conversion may take; a long document takes five, the first start of LibreOffice up to ten."""
_NAMES = ("soffice", "libreoffice")
_INSTALL = (
    "Install it (apt install libreoffice-writer), or save the file as .docx in Word, WPS or LibreOffice."
)
_OPTIONS = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo")
_NOWHERE = "http://127.0.0.1:9"
_SETTINGS = {
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution"): "true",
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks"): "true",
    ("org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent"): "true",
    ("org.openoffice.Office.Writer/Content/Update", "Link"): "0",
}
"""What a document from elsewhere must not do: run macros, fetch what it links to."""


def convert(data: bytes, suffix: str, *, place: str) -> tuple[bytes, str]:
    """The document as .docx, and the version that made it. Raises SourceError: source-office or source-damaged."""
    program = _program(place)
    with TemporaryDirectory(prefix="speechdata-") as name:
        folder = Path(name)
        source, made = folder / f"source{suffix}", folder / "made" / "source.docx"
        source.write_bytes(data)
        _write_profile(folder / "profile")
        options = ("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(made.parent), str(source))
        told = _run(program, options, folder, place)
        if not made.is_file():
            advice = "Open it in Word, WPS or LibreOffice; if that shows its text, save it as .docx."
            reason = " ".join(told.split())[:200] or "it gives no reason"
            raise failure("damaged", f"LibreOffice cannot read it: {reason}", place=place, advice=advice)
        return made.read_bytes(), version(program)


def _program(place: str) -> str:
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        message = "LibreOffice is needed to read this format and is not installed"
        raise failure("office", message, place=place, advice=_INSTALL)
    return found


@cache
def version(program: str) -> str:
    """What the program calls itself, such as LibreOffice 7.4.7.2."""
    with TemporaryDirectory(prefix="speechdata-") as name:
        told = _run(program, ("--version",), Path(name), program)
    found = re.search(r"LibreOffice \d+(?:\.\d+)*", told)
    return found[0] if found else "LibreOffice of an unknown version"


def _write_profile(profile: Path) -> None:
    item = '<item oor:path="/{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'.format
    items = "".join(item(path, name, value) for (path, name), value in _SETTINGS.items())
    head = '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(f"{head}{items}</oor:items>", "utf-8")


def _run(program: str, options: tuple[str, ...], folder: Path, place: str) -> str:
    """What the program says. Raises SourceError: source-office if it does not start or does not end in time."""
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "http_proxy": _NOWHERE,
        "https_proxy": _NOWHERE,
    }
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    pipe = subprocess.PIPE
    try:
        process = subprocess.Popen(
            [program, profile, *_OPTIONS, *options],
            stdin=subprocess.DEVNULL, stdout=pipe, stderr=subprocess.STDOUT,
            env=environment, cwd=folder, start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        raise _stuck(f"LibreOffice does not start: {error.strerror}", place) from error
    try:
        return process.communicate(timeout=MAX_SECONDS)[0].decode("utf-8", "replace")
    except subprocess.TimeoutExpired as error:
        raise _stuck(f"LibreOffice has not finished after {MAX_SECONDS} seconds", place) from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the program and what it started, if anything of it still runs."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        process.kill()
    process.communicate()


def _stuck(message: str, place: str) -> SourceError:
    advice = "Open it in Word, WPS or LibreOffice and save it as .docx."
    return failure("office", message, place=place, advice=advice)
