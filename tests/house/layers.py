"""src/LAYERS holds: a folder includes itself, sayso.h and the folders it may; of another folder its one header alone."""
import re
import sys

from walk import files, read

layers = {}
for line in read("src/LAYERS").decode().splitlines():
    if line.strip() and not line.startswith("#"):
        folder, _, may = line.partition(":")
        layers[folder.strip()] = may.split()

faults = [f"src/LAYERS: {folder} may include {other}, which stands nowhere"
          for folder, may in layers.items() for other in may if other not in layers]
order = list(layers)
faults += [f"src/LAYERS: {folder} may include the later {other}"
           for folder, may in layers.items() for other in may if other in order and order.index(other) > order.index(folder)]

count = 0
for path in files():
    parts = path.split("/")
    if parts[0] != "src" or len(parts) < 3 or not path.endswith((".c", ".h")):
        continue
    folder = "/".join(parts[1:-1])
    if folder not in layers:
        faults.append(f"{path}: the folder is not in src/LAYERS")
        continue
    for header in re.findall(r'^\s*#\s*include\s+"([^"]+)"', read(path).decode(), re.M):
        count += 1
        if header == "sayso.h":
            continue
        owner, _, name = header.rpartition("/")
        if owner == folder or (not owner and len(parts) == 3):
            continue
        if header == f"{parts[1]}/{parts[1]}.h":  # a room, and the door of its house
            continue
        if owner not in layers[folder]:
            faults.append(f"{path}: may not include {header}")
        elif name != owner.rpartition("/")[2] + ".h":
            faults.append(f"{path}: {header} is not the header that {owner} publishes")

if faults:
    sys.exit("\n".join(faults))
print(count, "includes follow src/LAYERS")
