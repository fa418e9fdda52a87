# needs model
mkfifo p; sayso read p
