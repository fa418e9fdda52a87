printf '# mine\nThe Vellan Echo\tEcho of Vellan|VE\toutlet\tXHM\techo.example\n\nNo Type\t\nBad\t\tplanet\nBad\t\tperson\tHalmere\nOne Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen\t\tperson\n' > names.tsv
printf 'date 2026-03-03 The port is shut, the mayor told Echo of Vellan on Monday.\n' > a.txt
sayso dump --stage=token --names=names.tsv a.txt | head -1
echo quiet:; sayso dump --stage=token -q --names=names.tsv a.txt | head -1
sayso read --names=absent.tsv a.txt; echo $?
