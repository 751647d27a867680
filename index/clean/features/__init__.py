"""What does the model see of a page? Its lines, measured one by one and beside their neighbours."""
