"""rubric × (transcript, measures, metadata) → findings → evaluation. Pure: no file, clock or SQL."""
