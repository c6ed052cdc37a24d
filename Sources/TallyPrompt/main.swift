import Tally
print("tally")
