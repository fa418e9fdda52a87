# needs model
# What is empty is no article, in any form, and is named.
: > empty.txt; printf '\357\273\277' > bom.txt; printf ' \n\n' > blank.txt
for form in table json jsonl csv conllu brat; do echo "$form"; sayso read --format $form empty.txt; echo $?; done
sayso read bom.txt blank.txt; echo $?
sayso dump --stage token empty.txt; echo $?
sayso read --format brat --output pairs empty.txt; ls pairs
sayso read --format jsonl empty.txt "$SAMPLE"/01-wire.txt | cut -c 1-12
