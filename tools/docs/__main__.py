"""Write every document, and add new fields of replies to their list: `python -m tools.docs`."""

from __future__ import annotations

import json

from tools.docs.api import Types, extended, field_types
from tools.docs.pages import FIELDS, PAGES, ROOT


def main() -> None:
    """Write, and print what was written."""
    for path, made in PAGES.items():
        path.write_text(made(), "utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    pinned: Types = json.loads(FIELDS.read_text("utf-8")) if FIELDS.exists() else {}
    FIELDS.write_text(json.dumps(extended(pinned, field_types()), indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"wrote {FIELDS.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
