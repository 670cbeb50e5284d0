"""The only home of the screens' caches: thin, bounded wrappers over plain functions."""
