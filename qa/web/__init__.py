"""The viewer: a web server that shows what nights and months found, and takes what people say of it.

`qa.web.app.create_app` makes it. How to add a page stands in docs/viewer.md.
"""
