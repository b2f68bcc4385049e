"""The three roles as Ollama Modelfiles, adapters and their merging, and how a server gets them; the roles stand in ``core/roles.py``."""
