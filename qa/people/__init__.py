"""What people write: users, sessions, the audit trail, reviews, appeals, coaching, listening plans, playlists.

SQLite in WAL mode (or PostgreSQL by address). One noun a module; every function takes an open connection and, where
it needs the time, the time. Open the store with `qa.people.store.People`.
"""
