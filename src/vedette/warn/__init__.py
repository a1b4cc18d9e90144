"""Stage 7: assessments to bulletins."""
