"""The Teams app package: manifest, icons, and what builds and checks them."""
