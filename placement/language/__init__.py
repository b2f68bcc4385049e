"""The EdgeProg language (technical report, section IV-A): reading, checking and printing of programs."""
