# needs model
# What stands inside others' contents: the careful way has a head of its own for it.
cat > a.txt <<'TEXT'
"The union keeps insisting nobody asked for a second inspection, and the firm blames the frost," Dorn said. "I think the engineers' warning about the bolts was dismissed as gossip."
TEXT
inside() { sayso read "$@" -f jsonl a.txt | python3 -c 'import json, sys; r = json.load(sys.stdin); print([r["text"][slice(*a["cue"]["span"])] for a in r["attributions"] if "within" in a])'; }
inside
inside --careful
