"""What the generated registers must hold."""
