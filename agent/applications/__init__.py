"""The applications of the paper from problem to score (GPIoT, SenSys 2025, section 6.3): programs written, run and judged."""
