"""Every input of the table is a test: pathological --list against meson.build beside this file."""
import os
import re
import subprocess
import sys

listed = subprocess.run([sys.argv[1], "--list"], capture_output=True, text=True, check=True).stdout.split()
here = os.path.dirname(os.path.abspath(__file__))
wired = re.findall(r"'([\w-]+)',", open(os.path.join(here, "meson.build"), encoding="utf8").read())
missing = [name for name in listed if name not in wired]
if missing:
    sys.exit("not wired in tests/pathological/meson.build: " + ", ".join(missing))
print(len(listed), "inputs, each a test")
