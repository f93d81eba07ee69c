"""Group C. Context data flow and conditions."""
