"""The units of docs for sayso watch: systemd can read them, finds that they may do little, and each option of them is one that there is.
Where there is no systemd-analyze, that is left out."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

DOCS = os.path.join(os.environ["SAYSO_SOURCE_ROOT"], "docs")
PROGRAM = os.environ["SAYSO_PROGRAM"]
told = subprocess.run([PROGRAM, "watch", "run", "--help"], capture_output=True, text=True, check=True).stdout
units = {}
for name in ("sayso-watch.service", "sayso-watch-once.service", "sayso-watch.timer"):
    with open(os.path.join(DOCS, name), encoding="utf-8") as file:
        units[name] = file.read()
for name in ("sayso-watch.service", "sayso-watch-once.service"):
    command = re.search(r"^ExecStart=\S+ (.*)$", units[name], re.M)[1]
    assert command.startswith("watch run ") and all(option in told for option in re.findall(r"--[a-z-]+", command)), command
assert ("--once" in units["sayso-watch-once.service"].split("ExecStart")[1]) and "--once" not in units["sayso-watch.service"]
assert "Unit=sayso-watch-once.service" in units["sayso-watch.timer"]
if not shutil.which("systemd-analyze"):
    print("skipped: no systemd-analyze")
    sys.exit(77)
with tempfile.TemporaryDirectory() as folder:
    for name, unit in units.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(re.sub(r"^ExecStart=\S+", f"ExecStart={PROGRAM}", unit, flags=re.M).replace("Documentation=", "# "))
    for name in units:
        path = os.path.join(folder, name)
        done = subprocess.run(["systemd-analyze", "verify", path], capture_output=True, text=True)
        assert done.returncode == 0 and not [line for line in done.stderr.splitlines() if "sayso-watch" in line], done
        if name.endswith(".timer"):
            continue
        done = subprocess.run(["systemd-analyze", "security", "--offline=true", path], capture_output=True, text=True)
        level = re.search(rf"exposure level for {re.escape(name)}: ([0-9.]+)", done.stdout)
        assert level and float(level[1]) < 2, done.stdout[-3000:]
        print(name, "systemd-analyze security:", level[1])
