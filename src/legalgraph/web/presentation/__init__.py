"""View models: what the templates need, made from documents and relations. No HTML here but links inside sentences."""
