sayso read --colour x
