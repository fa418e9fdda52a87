# needs model
: > empty.txt; for s in token syntax attribution; do sayso dump --stage=$s empty.txt; done
