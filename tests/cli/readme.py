"""The README's examples, run in a folder as a newcomer's: each line "$ COMMAND" of its code blocks prints what stands
below it, to the byte, as far as a line "…".

  readme.py            compares
  readme.py --update   renews what stands below; to be read before it is committed"""
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.environ["SAYSO_SOURCE_ROOT"]
README = os.path.join(ROOT, "README.md")
EXAMPLE = re.compile(r"^\$ (.+)\n((?:(?!\$ |```).*\n)*)", re.M)

if not os.path.exists(os.environ["SAYSO_MODEL_FILE"]):
    print("no model file to run the examples with")
    sys.exit(77)
with open(README, encoding="utf8") as file:
    page = file.read()
blocks = re.split(r"^(```.*\n)", page, flags=re.M)
faults, count = [], 0


def as_printed(example, folder):
    """The example with what its command prints."""
    global count
    command, shown = example[1], example[2]
    count += 1
    done = subprocess.run(command, shell=True, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    printed = done.stdout
    if shown.endswith("…\n"):
        printed = "".join(printed.splitlines(True)[:shown.count("\n") - 1]) + "…\n"
    if done.returncode or printed != shown:
        faults.append(f"README.md: $ {command}\nexit status {done.returncode}; it prints\n{printed}")
    return f"$ {command}\n{printed}"


with tempfile.TemporaryDirectory() as folder:
    os.mkdir(os.path.join(folder, "build"))
    os.symlink(os.environ["SAYSO_PROGRAM"], os.path.join(folder, "build", "sayso"))
    os.symlink(os.path.join(ROOT, "data"), os.path.join(folder, "data"))
    renewed = "".join(EXAMPLE.sub(lambda example: as_printed(example, folder), block) for block in blocks)

assert count >= 3, "the README has lost its examples"
if "--update" in sys.argv:
    with open(README, "w", encoding="utf8") as file:
        file.write(renewed)
elif faults:
    sys.exit("\n".join(faults))
