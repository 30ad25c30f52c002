"""Made-up councils: for trying the product, for its tests and its benchmarks. No child or worker in them exists."""
