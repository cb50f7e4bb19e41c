"""Settings, the steps of the whole job, and the command line `scrm`."""
