"""The three roles as Ollama Modelfiles stand here; the roles themselves are in ``core/roles.py``."""
