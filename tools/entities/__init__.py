"""What the tagger of persons, organisations and places is made from, and how it is measured."""
