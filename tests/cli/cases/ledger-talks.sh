# needs model
sayso add --quiet --ledger l "$SAMPLE"/14*
sayso talks --ledger l
sayso talks --ledger l --format csv Astaby
sayso talks --ledger l --format dot
sayso talks --ledger l --format graphml | python3 -c '
import sys, xml.etree.ElementTree as e
g = e.parse(sys.stdin).getroot()
print([x.tag.split("}")[1] for x in g.iter()].count("node"), "nodes")
'
sayso talks --ledger l --format svg | grep -c "</svg>"
PATH=$(dirname "$(command -v sayso)") /bin/sh -c 'sayso talks --ledger l --format svg'; echo $?
