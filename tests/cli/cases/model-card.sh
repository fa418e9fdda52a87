# needs model
sayso model | grep -c : | grep -qv "^0$" && sayso model --json | python3 -c "
import json, sys
card = json.load(sys.stdin)
for field in ('version', 'corpora', 'licence', 'scores'):
    print(field, 'is told' if card.get(field) else 'is missing')"
