"""One folder a page: page.py shows a state, presenter.py makes it."""
