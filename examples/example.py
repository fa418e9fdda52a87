"""Runs the example on a sample and looks for somebody who must be found there."""
import os
import subprocess
import sys

program, sample, wanted = sys.argv[1:]
model = os.environ["SAYSO_MODEL_FILE"]
if not os.path.exists(model):
    print("no model file")
    sys.exit(77)
done = subprocess.run([program, model, sample], capture_output=True, text=True)
print(done.stdout, done.stderr)
sys.exit(done.returncode or wanted not in done.stdout)
