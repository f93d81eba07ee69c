"""The cache: what runs printed, valid as long as everything that they looked at is the same (docs/cache.md)."""
