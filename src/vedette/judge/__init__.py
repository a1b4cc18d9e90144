"""Stage 6: indications to assessments."""
