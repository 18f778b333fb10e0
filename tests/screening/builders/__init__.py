"""How the files of the corpus are made, one module for each family."""
