"""The model file and every other file stay small enough for the history: at most 24 MB."""
import sys

from walk import files, read

MOST = 24_000_000

sizes = {path: len(read(path)) for path in files()}
faults = [f"{path}: {size} bytes, more than {MOST}" for path, size in sizes.items() if size > MOST]
if faults:
    sys.exit("\n".join(faults))
print("the largest file:", *max((size, path) for path, size in sizes.items()))
