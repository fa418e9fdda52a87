# needs model
sayso add --quiet --ledger l "$SAMPLE"/0[3-5]*
act() { sayso export --ledger l --format jsonl 05-follow-up | python3 -c '
import json, sys
print([a["act"] for a in json.load(sys.stdin)["attributions"] if a["id"] == 3])'; }
act; sayso statement fix --ledger l 05-follow-up:3 act=warn kind=outlet; act
sayso statement drop --ledger l 05-follow-up:2
sayso decision list --ledger l | sed 's/[0-9-]*-[0-9-]* /DAY /'
# They outlast a reading anew, and are told as labels.
sayso reread --quiet --all --ledger l | sed 's/:.*//'; act
sayso export --ledger l --format labels | python3 -c '
import json, sys
for line in sys.stdin:
    label = json.loads(line)
    text = open(sys.argv[1]).read().split(" ", 2)[2]
    assert label["article"] == "05-follow-up" and len(label["sha256"]) == 64
    assert " … ".join(text[b:e] for b, e in label["content"]) == label["text"]
    print(label["number"], label["field"], label["value"])
' "$SAMPLE"/05-follow-up.txt
# Carried to another ledger, twice: the second time they are there.
sayso decision export --ledger l > decisions.jsonl; wc -l < decisions.jsonl
sayso add --quiet --ledger m "$SAMPLE"/05*
sayso decision import --ledger m decisions.jsonl; sayso decision import --ledger m - < decisions.jsonl
sayso export --ledger m --format labels > m.labels; sayso export --ledger l --format labels | cmp - m.labels && echo "the same labels"
sayso statement undo --ledger l 1; act; sayso decision undo --ledger l 3 2
sayso decision list --ledger l; sayso decision list --ledger l --all | grep -c 'taken back'
sayso decision undo --ledger l 99; echo $?
sayso decision undo --ledger l x; echo $?
sayso statement drop --ledger l 05-follow-up; echo $?
sayso statement fix --ledger l 05-follow-up:3 act=shout; echo $?
echo '{"kind":"shout"}' | sayso decision import --ledger l -; echo $?
echo 'no JSON' | sayso decision import --ledger l -; echo $?
sayso decision import --ledger l nowhere; echo $?
sayso verify --ledger l | sed 's/.*: //'
