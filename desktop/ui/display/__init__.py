"""The hall's display: who is called where. ``build.build_display`` makes its window; see look.md, sections 5 to 7."""
