sayso read --model=nowhere x
