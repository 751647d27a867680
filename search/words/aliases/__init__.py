"""Which other names mean the same? Groups from an editable file, and spelling variants found in the archive."""

from search.words.aliases.expander import Expander
from search.words.aliases.groups import AliasError, Aliases, load_aliases
from search.words.aliases.variants import NameVariants
from search.words.aliases.witness import Witness

__all__ = ["AliasError", "Aliases", "Expander", "NameVariants", "Witness", "load_aliases"]
