"""What is each paragraph of a clean article? By the elements of its page, else by how a dump writes its lines."""

from index.structure.structured import structured

__all__ = ["structured"]
