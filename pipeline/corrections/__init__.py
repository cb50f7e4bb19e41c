"""People check what the machine said: a sheet of posts goes out, their judgements come back as engine `human`."""
