"""What the tests share. The samples are those of the source tree, whose root is SAYSO_SOURCE_ROOT or two folders up."""

import glob
import importlib.util
import os

ROOT = os.environ.get("SAYSO_SOURCE_ROOT") or os.path.dirname(
    os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
)
SAMPLES = sorted(glob.glob(os.path.join(ROOT, "data", "sample", "*.txt")))


def has(module):
    return importlib.util.find_spec(module) is not None
