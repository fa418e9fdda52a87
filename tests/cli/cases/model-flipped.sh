# needs model
python3 - "$SAYSO_MODEL" <<'END'
import sys
bytes = bytearray(open(sys.argv[1], "rb").read())
bytes[-100] ^= 1
open("m", "wb").write(bytes)
END
sayso read --model=m x
