"""What the pages of reporting show: figures, rows and texts put into the shape of their templates."""
