
print("tally")
