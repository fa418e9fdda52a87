# needs model
sayso add --quiet --ledger l "$SAMPLE"/11*
sayso who --ledger l Nobody Known; echo $?
sayso about --ledger l zeppelin; echo $?
sayso about --ledger l ' . '; echo $?
sayso claim --ledger l 99999; echo $?
sayso claim --ledger l x; echo $?
sayso audit --ledger l 77-nothing; echo $?
sayso diff --ledger l 11-gazette; echo $?
sayso who --ledger l --since=2027-01-01 Hesper Tarn > out; echo $?; sed 's/#[0-9]*/#N/' out
# Nothing found is 1, as grep has it, in every format; and the sentence says what was looked for.
sayso who --ledger l --outlet Fooo Tarn; echo $?
sayso about --ledger l --outlet Fooo dredger; echo $?
sayso about --ledger l --until 2020-01-01 dredger; echo $?
sayso about --ledger l --format csv zeppelin; echo $?
sayso claim --ledger l --until 2020-01-01 1 > out; echo $?
sayso talks --ledger l Hesper Tarn; echo $?
sayso talks --ledger l --until 2020-01-01; echo $?
sayso talks --ledger l --format json Hesper Tarn; echo $?
sayso about --ledger l dredger > out; echo $?
