# needs model
python3 -c 'print("\"" * 300000 + " he said.")' > marks.txt
sayso read --quiet marks.txt
