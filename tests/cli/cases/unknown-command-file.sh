echo "He said so." > a.txt; mkdir reed; sayso a.txt; sayso reed; sayso -
