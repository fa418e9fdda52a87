# needs model
python3 -c '
import json
def put(i, day, text): print(json.dumps({"id": i, "published": day, "text": text}))
put("a", "2026-03-03", "Ilsabet Corvane said that the eastern basin of the port would be closed until the summer.")
put("b", "2026-03-04", "Isa Corvane-Tarn warned on Wednesday that the wall was not safe.")
put("c", "2026-03-05", "Conrad Illery said that the paper stood by its report.")
' > in.jsonl
sayso add --quiet --ledger l in.jsonl
list() { sayso actor list --ledger l --format csv "$@" | cut -d, -f2,6 | tr -d '\r' | tail -n +2 | sort; }
list; sayso actor merge --ledger l "Ilsabet Corvane" "Isa Corvane-Tarn" | sed 's/#[0-9]*/#N/g'; list
sayso actor show --ledger l "Ilsabet Corvane" | sed '1s/#.*/#N/' | sed 2d
sayso actor rename --ledger l "Ilsabet Corvane" "Ilsabet Corvane-Tarn" | sed 's/#[0-9]*/#N/g'; list Corvane
sayso actor split --ledger l "Ilsabet Corvane-Tarn" "isa corvane-tarn" | sed 's/#[0-9]*/#N/g'; list
sayso decision list --ledger l | sed 's/[0-9-]*-[0-9-]* /DAY /'
sayso decision export --ledger l > decisions; sayso add --quiet --ledger m in.jsonl; sayso decision import --ledger m decisions
sayso actor list --ledger m --format csv | cut -d, -f2,6 | tail -n +2 | sort > there; sayso actor list --ledger l --format csv | cut -d, -f2,6 | tail -n +2 | sort | cmp - there && echo "the same there"
sayso reread --quiet --all --ledger l > out; list
sayso actor undo --ledger l 3 2 1; list; sayso verify --ledger l | sed 's/.*: //'
sayso actor show --ledger l Nobody; echo $?
sayso actor split --ledger l "Conrad Illery" "C. Illery"; echo $?
sayso actor merge --ledger l "Conrad Illery" "Conrad Illery"; echo $?
# Two forms of one name, by what tells them apart, are a line.
sayso add --quiet --ledger m "$SAMPLE"/0*; sayso actor show --ledger m Hesper Tarn | grep -c 'Hesper Tarn$'
