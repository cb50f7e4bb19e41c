"""What a customer is worth: purchases to come, money, referrals, influence, knowledge; and what follows from it.

One method a file. Where the data cannot carry a method, its function returns NotEnoughEvidence instead of a number.
"""
