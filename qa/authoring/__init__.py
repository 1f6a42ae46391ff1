"""What helps QA people write rubrics: cases, lint, the schema for editors, and the backtest on stored calls."""
