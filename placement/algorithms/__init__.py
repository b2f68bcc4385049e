"""The data processing algorithms that a stage may name in ``setModel``, each with what it costs and puts out."""
