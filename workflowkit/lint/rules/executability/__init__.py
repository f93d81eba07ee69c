"""Group E. Executability: does it compile, start, and reach its end."""
