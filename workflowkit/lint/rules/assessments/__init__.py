"""Group A. Assessments."""
