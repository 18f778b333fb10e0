"""The design language of desk and portal: tokens, components, templates, tags and charts. Imports nothing of ours."""
