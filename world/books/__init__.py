"""The own brand's books of twelve months: who buys, what, until when, and what the service, points and surveys say.

The shop opened with the books, so nobody bought before them. Customers buy at random times at a rate of their own and
may stop after any order (Schmittlein, Morrison & Colombo 1987; Fader, Hardie & Lee 2005), so the day is known on which
each churner was lost.
"""
