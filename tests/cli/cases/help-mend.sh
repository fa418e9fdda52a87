for c in actor statement decision; do sayso $c --help; done
for c in "actor list" "actor show" "actor merge" "actor split" "actor rename" "actor undo" "claim join" "claim part" "statement fix" "statement drop" "decision list" "decision export" "decision import"; do
    sayso $c --help | sed '/^  -?, --help/,$d'
done
sayso help actor merge | head -1
