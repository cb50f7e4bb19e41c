"""What to do: offers that go together, what earned an order, whether a programme pays, who is treated alike.

One method a file. Where the data cannot carry a method, its function returns NotEnoughEvidence instead of a number.
"""
