"""Runs the example on a sample and looks for somebody who must be found there."""
import os
import subprocess
import sys
import tempfile

program, sample, wanted = sys.argv[1:]
model = os.environ["SAYSO_MODEL_FILE"]
if not os.path.exists(model):
    print("no model file")
    sys.exit(77)
with tempfile.NamedTemporaryFile() as long:
    long.write(b"He said so.\n" * 90000)
    long.flush()
    done = subprocess.run([program, model, long.name], capture_output=True, text=True)
    assert done.returncode == 1 and "give a shorter file" in done.stderr, done
done = subprocess.run([program, model, sample], capture_output=True, text=True)
print(done.stdout, done.stderr)
sys.exit(done.returncode or wanted not in done.stdout)
