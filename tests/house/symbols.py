"""The shared library shows the functions of include/sayso.h and nothing else, and it holds no writable data: no global,
no static buffer, that threads would share. What the compiler's start-up files bring along is named below."""
import re
import subprocess
import sys

from walk import read

LIBRARY = sys.argv[1]
START_UP = {"completed.0", "__dso_handle", "__TMC_END__", "__bss_start", "_edata", "_end", "__data_start", "data_start"}
WRITABLE = re.compile(r"\.(data(?!\.rel\.ro)|bss|tdata|tbss)")


def lines(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def section_names():
    """{number: name}"""
    found = (re.match(r"\s*\[\s*(\d+)\]\s+(\S+)", line) for line in lines("readelf", "-SW", LIBRARY))
    return {m[1]: m[2] for m in found if m}


header = re.sub(rb"/\*.*?\*/", b"", read("include/sayso.h"), flags=re.S).decode()
published = set(re.findall(r"SAYSO_API[^;(]*?\b(sayso_\w+)\s*\(", header))
exported = {line.split()[-1].split("@")[0] for line in lines("nm", "-D", "--defined-only", LIBRARY)}

faults = [f"exported, but not in sayso.h: {name}" for name in sorted(exported - published)]
faults += [f"in sayso.h, but not exported: {name}" for name in sorted(published - exported)]

sections = section_names()
objects = 0
for line in lines("readelf", "-sW", LIBRARY):
    fields = line.split()
    if len(fields) < 8 or fields[3] not in ("OBJECT", "TLS", "NOTYPE", "COMMON"):
        continue
    objects += 1
    if fields[7] not in START_UP and WRITABLE.match(sections.get(fields[6], "")):
        faults.append(f"writable data in {sections[fields[6]]}: {fields[7]}, {fields[2]} bytes")

if faults or not published or not objects:
    sys.exit("\n".join(faults) or "nothing was found to test")
print(len(published), "functions exported, as the header says; no writable data")
