"""The long and the wide runs, each by name: `nox -s lowest`, `nox -s tests-3.13`, ...

What every change has to pass is `.ci/run`; these are for releases and for those who want to know more.
"""

from __future__ import annotations

import os

import nox

nox.options.default_venv_backend = "uv|virtualenv"
nox.options.sessions = ["tests", "lint", "site"]
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """The suite with each Python that there is."""
    session.install(".[test]")
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session(python="3.11", venv_backend="uv")
def lowest(session: nox.Session) -> None:
    """The suite with the oldest of every library that pyproject.toml allows."""
    session.install("--resolution", "lowest-direct", ".[test]")
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Style and types."""
    session.install(".[dev]")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy")


@nox.session
def site(session: nox.Session) -> None:
    """The documents as a site, in site/."""
    session.install(".[docs]")
    session.run("python", "tools/reference.py", "--check")
    session.run("zensical", "build", "--strict")


@nox.session
def slow(session: nox.Session) -> None:
    """Hostile lines of a megabyte, large folders, killed writers."""
    session.install(".[test]")
    session.run("python", "-m", "pytest", "-m", "slow", *session.posargs)


@nox.session
def fuzz(session: nox.Session) -> None:
    """Five minutes of atheris for every target; `nox -s fuzz -- 60 dates` for other times and one target."""
    session.install(".", "atheris")
    seconds, *targets = session.posargs or ["300"]
    for target in targets or ["parse", "yaml", "query", "dates", "config", "change"]:
        session.run("python", "fuzz/run.py", target, seconds, f"build/fuzz-{target}")


@nox.session
def mutate(session: nox.Session) -> None:
    """What the tests notice of small faults: all of them in text, dates and change, and 450 drawn from reading."""
    session.install("-e", ".[test]")
    named = (
        [session.posargs]
        if session.posargs
        else [
            ["text", "dates", "register/change.py", "--out", "build/mutants.jsonl"],
            ["reading", "--sample", "450", "--out", "build/mutants-reading.jsonl"],
        ]
    )
    for words in named:
        session.run("python", "tools/mutate.py", *words)


@nox.session
def package(session: nox.Session) -> None:
    """Wheel and source archive: built twice, compared, installed into a bare environment and tried; dist/ has them."""
    session.install(".[test]")
    session.run("python", "-m", "pytest", "-m", "package")
    session.run("python", "-m", "build", "--outdir", "dist", env={"SOURCE_DATE_EPOCH": "1767225600"})


@nox.session
def sbom(session: nox.Session) -> None:
    """What is installed with the command, as CycloneDX, in dist/sbom.json."""
    session.install(".")
    session.install("cyclonedx-bom")
    os.makedirs("dist", exist_ok=True)
    session.run("cyclonedx-py", "environment", "--of", "JSON", "--output-file", "dist/sbom.json")


@nox.session
def audit(session: nox.Session) -> None:
    """Known faults of what is installed with the command; asks the open network."""
    session.install(".", "pip-audit")
    session.run("pip-audit", "--skip-editable")
