"""Dynamic quality management (动态质量管理): a month's scores become next month's focus."""
