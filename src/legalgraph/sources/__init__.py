"""Files ▶ records and texts, one module a format. Unreadable files raise SourceError with the place."""
