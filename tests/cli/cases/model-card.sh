# needs model
sayso model | grep -c : | grep -qv "^0$" && sayso model --json | python3 -c "import json, sys; print(type(json.load(sys.stdin)).__name__)"
