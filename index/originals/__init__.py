"""Where does what was saved of an article lie, and is it still what was indexed? Its bytes, and how they are shown."""
