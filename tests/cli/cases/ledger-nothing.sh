# needs model
sayso add --quiet --ledger l "$SAMPLE"/11*
sayso who --ledger l Nobody Known; echo $?
sayso about --ledger l zeppelin; echo $?
sayso about --ledger l ' . '; echo $?
sayso claim --ledger l 99999; echo $?
sayso claim --ledger l x; echo $?
sayso audit --ledger l 77-nothing; echo $?
sayso diff --ledger l 11-gazette; echo $?
sayso who --ledger l --since=2027-01-01 Hesper Tarn | sed 's/#[0-9]*/#N/'
