"""Stage 1: sources to captures."""
