echo text > m; sayso read --model=m x
