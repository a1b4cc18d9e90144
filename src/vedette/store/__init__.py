"""Stage 4: records kept for good."""
