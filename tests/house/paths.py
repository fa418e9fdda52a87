"""No file names a place on the machine that it was written on."""
import re
import sys

from walk import files, read

PLACE = re.compile(rb"(?<![\w.~$}-])/(?:%s)/[\w.-]" % b"|".join([b"work", b"root", b"home", b"Users"]))

faults = []
for path in files():
    for number, line in enumerate(read(path).split(b"\n"), 1):
        found = PLACE.search(line)
        if found:
            faults.append(f"{path}:{number}: {line[max(0, found.start() - 20):found.end() + 40]!r}")
if faults:
    sys.exit("\n".join(faults[:50]))
print(len(files()), "files name no place on a machine")
