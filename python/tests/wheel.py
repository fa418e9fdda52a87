"""Builds the wheel, installs it into an empty virtual environment, and runs the tests of this folder there.

Ends with 77 where there is no venv or no package index. With SAYSO_LONG=1 pandas, polars, pyarrow and spaCy are
installed and tested after that, and mypy and ruff run.
"""

import glob
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.realpath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
MOST = 40_000_000
FIRST = "import sayso; print(sayso.read(text='It is late, Ana Ruhl said.').write('jsonl'))"


def skip(why):
    print("skipped:", why)
    sys.exit(77)


def run(*command, **options):
    subprocess.run(command, check=True, **options)


def environment(folder):
    """A virtual environment; the path of its python."""
    made = subprocess.run([sys.executable, "-m", "venv", folder], capture_output=True, text=True)
    if made.returncode:
        skip("python3-venv is not here")
    return os.path.join(folder, "bin", "python")


def install(python, *packages):
    return subprocess.run([python, "-m", "pip", "install", "--quiet", "--retries", "1", *packages]).returncode == 0


def tests(python, folder):
    # from elsewhere, so that the installed package is what is imported
    run(
        python,
        "-m",
        "unittest",
        "discover",
        "-s",
        HERE,
        "-t",
        HERE,
        cwd=folder,
        env={**os.environ, "SAYSO_SOURCE_ROOT": ROOT},
    )


with tempfile.TemporaryDirectory() as folder:
    builder = environment(os.path.join(folder, "builder"))
    if not install(builder, "build", "meson-python", "ninja"):
        skip("no package index can be reached")
    dist = os.path.join(folder, "dist")
    run(os.path.join(ROOT, "tools", "wheel"), "--no-sdist", dist)
    (wheel,) = glob.glob(os.path.join(dist, "*.whl"))
    assert "-cp39-abi3-" in wheel, wheel
    assert os.path.getsize(wheel) < MOST, f"{os.path.getsize(wheel)} bytes"

    python = environment(os.path.join(folder, "user"))
    run(python, "-m", "pip", "install", "--quiet", "--no-index", wheel)
    run(python, "-I", "-c", FIRST, cwd=folder)
    tests(python, folder)

    if os.environ.get("SAYSO_LONG") == "1":
        if not install(python, "pandas", "polars", "pyarrow", "spacy", "mypy", "ruff"):
            skip("the package index has not all that the long tests need; the short ones passed")
        tests(python, folder)
        run(python, "-m", "mypy", "--cache-dir", os.path.join(folder, "mypy"), cwd=ROOT)
        run(python, "-m", "ruff", "check", "--no-cache", cwd=ROOT)
