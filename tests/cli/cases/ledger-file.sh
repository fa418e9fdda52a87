# needs model
sayso add --quiet --durable --ledger l "$SAMPLE"/0[1-4]*
sayso ledger backup --ledger l copy; echo $?
sayso ledger backup --ledger l copy; echo $?
sayso verify --ledger copy | sed 's/.*: //'
sayso remove --quiet --ledger l 1 2 3
sayso ledger compact --ledger l | sed 's/[0-9.]* MB/N MB/g'
python3 -c '
import os
print("smaller" if os.path.getsize("l") < os.path.getsize("copy") else "no smaller")'
sayso verify --ledger l | sed 's/.*: //'
sayso add --quiet --ledger l "$SAMPLE"/01*
sayso verify --ledger l | sed 's/.*: //'
sayso ledger backup --ledger missing other; echo $?
sayso ledger backup --ledger l nowhere/other; echo $?
(ulimit -f 200; sayso ledger backup --ledger l other); echo $?
ls
