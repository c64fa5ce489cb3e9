"""Texts ▶ what they cite, as pure functions; every span satisfies `text[start:end] == quote`."""
