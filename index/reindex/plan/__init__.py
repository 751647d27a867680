"""What has to be read? The files beside the manifest of the published index."""
