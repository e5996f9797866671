"""Sphinx configuration of the documentation site; `python -m docs.build` gathers its pages."""

project = "speechdata"
root_doc = "index"
extensions = ["myst_parser"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = "speechdata"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_use_index = False
html_show_search_summary = False  # a page opened from disk may fetch nothing
highlight_language = "none"
smartquotes = False  # a mask of two hyphens stays two hyphens
