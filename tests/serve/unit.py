"""docs/sayso.service: systemd can read it, and finds that it may do little. Where there is no systemd-analyze, that is left out."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

with open(os.path.join(os.environ["SAYSO_SOURCE_ROOT"], "docs", "sayso.service"), encoding="utf-8") as file:
    unit = file.read()
command = re.search(r"^ExecStart=(\S+) (.*)$", unit, re.M)
told = subprocess.run([os.environ["SAYSO_PROGRAM"], "serve", "--help"], capture_output=True, text=True, check=True).stdout
assert command.group(2).split()[0] == "serve" and all(option in told for option in re.findall(r"--[a-z-]+", command.group(2))), command
if not shutil.which("systemd-analyze"):
    print("skipped: no systemd-analyze")
    sys.exit(77)
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "sayso.service")
    with open(path, "w", encoding="utf-8") as file:
        file.write(unit.replace(command.group(1), os.environ["SAYSO_PROGRAM"]).replace("Documentation=", "# "))
    done = subprocess.run(["systemd-analyze", "verify", path], capture_output=True, text=True)
    assert done.returncode == 0 and not [line for line in done.stderr.splitlines() if "sayso.service" in line], done
    done = subprocess.run(["systemd-analyze", "security", "--offline=true", path], capture_output=True, text=True)
    level = re.search(r"exposure level for sayso\.service: ([0-9.]+)", done.stdout)
    assert level and float(level.group(1)) < 2, done
print("systemd-analyze security:", level.group(1))
