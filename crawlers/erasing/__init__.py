"""People who were erased: known again by their keyed ids while a page is read, and taken out of what is kept of it."""
