"""The texts of new files: workflows, routines, and what a project needs to run wfk."""
