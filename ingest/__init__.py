"""Papers to passages: the readers, the ledger and the pipeline of the literature stand here."""
