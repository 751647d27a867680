"""The engine over a cluster: questions are asked there, and pages are made here, of the few articles that they show."""
