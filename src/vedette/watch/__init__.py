"""Stage 5: claims to indications."""
