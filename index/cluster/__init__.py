"""The index of an OpenSearch cluster: what is written there, and how it becomes the archive that readers see."""
